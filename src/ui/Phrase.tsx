import type { JSX } from 'preact'
import { cleanName } from './foreign.ts'
import { useUi } from './context.ts'
import type { StringKey } from './strings.ts'
import type { Values } from './words.ts'

/** A sentence of ours with somebody's name in it: the name is isolated, so that its direction turns nothing around it. */
export function Phrase({ id, values }: { readonly id: StringKey; readonly values: Values }): JSX.Element {
  const pieces = useUi().words.value.pieces(id, values)
  return <>{pieces.map((piece, at) => (at % 2 ? <bdi key={at}>{cleanName(piece)}</bdi> : piece))}</>
}
