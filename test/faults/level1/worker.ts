import type { Run } from './play.ts'
import { openStage } from './stage.ts'

// A process of its own: runs come in, outcomes go out.
const stage = await openStage()
process.on('message', (message: Run | 'close') => {
  if (message === 'close') {
    void stage.close().then((complaints) => process.send?.({ complaints }, () => process.exit(0)))
  } else void stage.play(message).then((outcome) => process.send?.({ outcome }))
})
// Whoever gave the orders is gone.
process.on('disconnect', () => process.exit(1))
process.send?.('ready')
