import { render } from 'preact'
import { runAgentSession } from './agent-session.ts'
import { Console } from './Console.tsx'
import './console.css'
import { createDesk } from './desk.ts'

const desk = createDesk()
const lifetime = new AbortController()

render(<Console desk={desk} />, document.body)

void runAgentSession({
  url: `ws://${location.host}/twilsock`,
  signal: lifetime.signal,
  onService: (service) => desk.attend(service),
  onFailed: (sentence) => desk.fail(sentence),
})
