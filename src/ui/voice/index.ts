/** Recording a voice message: loaded when the microphone is asked for. */
export { Recorder } from './Recorder.tsx'
export { english } from './strings.ts'
export { default as styles } from './styles.css?inline'
