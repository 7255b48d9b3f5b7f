import type { Scenario } from '../scenario.ts'
import { clock } from './clock.ts'
import { hosts } from './hosts.ts'
import { network } from './network.ts'
import { pageLife } from './page-life.ts'
import { service } from './service.ts'
import { storage } from './storage.ts'
import { token } from './token.ts'

export const scenarios: readonly Scenario[] = [...network, ...pageLife, ...service, ...token, ...clock, ...storage, ...hosts]
