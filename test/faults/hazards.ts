import { connection } from './hazards/connection.ts'
import type { Hazard } from './hazards/hazard.ts'
import { history } from './hazards/history.ts'
import { page } from './hazards/page.ts'
import { sending } from './hazards/sending.ts'
import { token } from './hazards/token.ts'

const numberOf = ({ id }: Hazard): number => Number(id.slice(1))

/** What was found in the SDKs and the browsers, and what keeps it off: H1 to H33. */
export const hazards: readonly Hazard[] = [...sending, ...token, ...connection, ...history, ...page].toSorted(
  (one, other) => numberOf(one) - numberOf(other),
)
