import type { Fault } from '../../matrix.ts'
import type { MakeStroke } from '../scene.ts'
import { device } from './device.ts'
import { network } from './network.ts'
import { service } from './service.ts'

export const strokes = { ...network, ...service, ...device } as Readonly<Record<Fault, MakeStroke>>
