// First, so that the styles of the parts come after it.
import './console.css'
import { render } from 'preact'
import { runAgentSession } from './agent-session.ts'
import { Console } from './Console.tsx'
import { createDesk } from './desk.ts'

const desk = createDesk()
const lifetime = new AbortController()

render(<Console desk={desk} />, document.body)

void runAgentSession({
  service: document.documentElement.dataset['service'] === 'conversations' ? 'conversations' : 'chat',
  url: `ws://${location.host}/twilsock`,
  signal: lifetime.signal,
  onService: (service) => desk.attend(service),
  onFailed: (sentence) => desk.fail(sentence),
})
