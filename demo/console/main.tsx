// First, so that the styles of the parts come after it.
import './console.css'
import { render } from 'preact'
import { runAgentSession } from './agent-session.ts'
import { Console } from './Console.tsx'
import { createDesk } from './desk.ts'
import { createFrontDesk } from './front-desk.ts'

const front = createFrontDesk()
const desk = createDesk(front)
const lifetime = new AbortController()

render(<Console desk={desk} front={front} />, document.body)

void runAgentSession({
  service: document.documentElement.dataset['service'] === 'conversations' ? 'conversations' : 'chat',
  url: `ws://${location.host}/twilsock`,
  signal: lifetime.signal,
  onService: (service) => desk.attend(service),
  onFailed: (sentence) => desk.fail(sentence),
})
void front.watch(lifetime.signal)
