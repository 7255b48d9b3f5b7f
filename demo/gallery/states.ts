import { some, type State } from './state.ts'
import { after } from './states/after.ts'
import { before } from './states/before.ts'
import { composer } from './states/composer.ts'
import { content } from './states/content.ts'
import { files } from './states/files.ts'
import { log } from './states/log.ts'
import { look } from './states/look.ts'
import { outside } from './states/outside.ts'
import { rooms } from './states/rooms.ts'

/** Of the whole widget, in the order in which a visitor comes by them. */
export const states: readonly State[] = [outside, before, log, content, files, composer, rooms, after, look]
  .flat()
  .map((state) => ({ prepare: some, ...state }))
