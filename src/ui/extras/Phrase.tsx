import { cleanName } from '../foreign.ts'
import { view } from '../observe.ts'
import type { StringKey } from '../strings.ts'
import type { Values } from '../words.ts'

/** A sentence of ours with somebody's name in it: the name is isolated, so that its direction turns nothing around it. */
export const Phrase = view<{ readonly id: StringKey; readonly values: Values }>(
  ({ words }) =>
    ({ id, values }) =>
      words.value.pieces(id, values).map((piece, at) => (at % 2 ? <bdi key={at}>{cleanName(piece)}</bdi> : piece)),
)
