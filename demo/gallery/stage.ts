import { createScene } from './scene.ts'
import { states } from './states.ts'
import { pretend } from './media.ts'
import { readSwitches } from './switches.ts'

const search = new URLSearchParams(location.search)
const switches = readSwitches(search)
const state = states.find(({ id }) => id === search.get('state')) ?? states[0]!
document.title = `${state.title} · Stage · Parlour`
document.documentElement.lang = switches.locale

async function play(): Promise<void> {
  const scene = createScene({
    switches,
    options: state.options ?? {},
    silent: state.silent ?? false,
    unbegun: state.unbegun ?? false,
    clock: state.clock ?? [1, 1 / 180],
    answers: state.answers ?? {},
    prepare: (house, channelSid) => state.prepare?.(house, channelSid, switches),
  })
  pretend(scene.root, switches, new AbortController().signal)
  const parlour = await scene.find('.parlour')
  if (switches.direction !== 'auto') {
    const turn = (): unknown => parlour.dir === switches.direction || (parlour.dir = switches.direction)
    new MutationObserver(turn).observe(parlour, { attributeFilter: ['dir'] })
    turn()
  }
  if (!state.closed) scene.chat.open()
  if (state.play) await state.play(scene)
  else if (!state.closed && !state.silent) await scene.find('.row, .stage')
  // Tests and screenshots wait for this.
  document.documentElement.dataset['state'] = state.id
}

await play()
