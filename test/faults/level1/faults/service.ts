import { TEXT, writeFrame } from '../frames.ts'
import { answer, closing, httpAnswer, notification, refusal } from '../packets.ts'
import type { Passing, Topic } from '../packets.ts'
import type { MakeStroke } from '../scene.ts'
import { struck } from './network.ts'

const toClient = ({ link }: Passing, bytes: Uint8Array): null => {
  link.write('in', bytes)
  return null
}

const eventsBeforeReply: MakeStroke = (scene) => {
  const held: Passing[] = []
  let topic: Topic = 'send'
  let over = false
  const hold = (passing: Passing): Uint8Array | null => {
    if (over || !passing.isReply || passing.topic !== topic) return passing.bytes
    held.push(passing)
    return null
  }
  return {
    lastsMs: 150 + scene.random() * 1_500,
    strike(passing) {
      topic = passing?.topic ?? 'send'
      return passing && hold(passing)
    },
    meanwhile: hold,
    end() {
      over = true
      for (const { link, bytes } of held) link.write('in', bytes)
    },
  }
}

const duplicates: MakeStroke = (scene) => {
  const twice = ({ direction, topic, socket, bytes }: Passing): Uint8Array =>
    direction === 'in' && socket && topic !== 'upgrade' ? Buffer.concat([bytes, bytes]) : bytes
  return { lastsMs: 1_500 + scene.random() * 1_000, strike: (passing) => passing && twice(passing), meanwhile: twice }
}

/** 499 means nothing to the SDK. */
const CODES = [308, 406, 410, 417, 499] as const

const close: MakeStroke = (scene) => {
  const code = scene.turn(CODES)
  return {
    lastsMs: 200 + scene.random() * 400,
    strike(passing) {
      for (const link of struck(scene, passing?.socket ? passing : null)) link.write('in', closing(code))
      return passing?.socket ? null : (passing?.bytes ?? null)
    },
  }
}

const REFUSALS: readonly (readonly [code: number, errorCode?: number] | null)[] = [[401], [401, 20104], [403], [429], [500], null]

const init: MakeStroke = (scene) => {
  const how = scene.turn(REFUSALS)
  let left = 1 + Math.floor(scene.random() * 2)
  function refuse(passing: Passing): Uint8Array | null {
    if (passing.topic !== 'init' || left === 0) return passing.bytes
    left -= 1
    return how === null ? null : toClient(passing, refusal(passing.id ?? '', ...how))
  }
  return {
    lastsMs: 4_000,
    strike(passing) {
      if (passing?.topic === 'init') return refuse(passing)
      for (const link of scene.tab.network.sockets()) link.rst()
      return passing?.socket ? null : (passing?.bytes ?? null)
    },
    meanwhile: refuse,
  }
}

const STATUSES = [404, 409, 429, 500, 503, null] as const

const request: MakeStroke = (scene) => {
  const status = scene.turn(STATUSES)
  let left = 1 + Math.floor(scene.random() * 2)
  let topic: Topic = 'config'
  function refuse(passing: Passing): Uint8Array | null {
    if (passing.topic !== topic || left === 0) return passing.bytes
    left -= 1
    if (status === null) return null
    if (!passing.socket) {
      passing.link.cutAfter('in', httpAnswer(status).length, 'fin')
      return toClient(passing, httpAnswer(status))
    }
    return toClient(passing, topic === 'update' ? refusal(passing.id ?? '', status) : answer(passing.id ?? '', status))
  }
  return {
    lastsMs: 2_500,
    strike(passing) {
      if (passing) {
        topic = passing.topic
        return refuse(passing)
      }
      if (scene.tab.gone) topic = 'send'
      else scene.tab.run(() => scene.tab.chat.reconnect())
      return null
    },
    meanwhile: refuse,
  }
}

/** What was missed is not replayed: without a word, with the word that it was interrupted, or because the subscription is refused. */
const replay: MakeStroke = (scene) => {
  const how = scene.turn(['missed', 'interrupted', 'refused'] as const)
  function spoil(passing: Passing): Uint8Array | null {
    if (passing.topic === 'replay') return null
    const { payload, bytes } = passing
    if (how === 'missed' || payload['event_type'] !== 'subscription_established') return bytes
    const events = payload['events'] as readonly { object_sid: string; object_type: string }[]
    if (how === 'interrupted')
      return notification({ ...payload, events: events.map((event) => ({ ...event, replay_status: 'interrupted' })) })
    const error = { status: 404, code: 54050, message: 'Sync object not found' }
    // Of the Messages only: without the Channel itself the visitor would be out of it.
    const [lists, others] = [true, false].map((isList) => events.filter((event) => (event.object_type === 'list') === isList))
    const failed = lists!.map(({ object_sid, object_type }) => ({ object_sid, object_type, error }))
    return Buffer.concat([
      notification({ ...payload, events: others }),
      notification({ ...payload, event_type: 'subscription_failed', events: failed }),
    ])
  }
  return { lastsMs: 600, strike: (passing) => passing && spoil(passing), meanwhile: spoil }
}

const packet = (text: string): Buffer => writeFrame(Buffer.from(text))
const GARBAGE: readonly Buffer[] = [
  packet('TWILSOCK V9.9 2\r\n{}\r\n'),
  packet('TWILSOCK V3.0 9\r\n{"id":"TM\r\n'),
  packet('TWILSOCK V3.0 4000\r\n{"id":"TM1","method":"reply","payload_size":0}\r\n'),
  packet('TWILSOCK V3.0 94\r\n{"id":"TM1","method":"notification","message_type":"twilio.sync.event","payload_size":5}         \r\n{"a":'),
  writeFrame(Buffer.from('TWILSOCK V3.0 2\r\n{}\r\n'), TEXT),
  writeFrame(Buffer.alloc(0)),
  // Opcode 3 is reserved: whoever hears it has to hang up.
  writeFrame(Buffer.from('x'), 3),
]

const malformed: MakeStroke = (scene) => {
  const garbage = scene.turn(GARBAGE)
  let spoils: Topic | null = null
  const html = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>')
  const spoil = (passing: Passing): Uint8Array => {
    if (passing.socket || !passing.isReply || passing.topic !== spoils) return passing.bytes
    spoils = null
    return html
  }
  return {
    lastsMs: 300,
    strike(passing) {
      if (passing?.topic === 'upgrade') {
        passing.link.write('in', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n\r\n'))
        passing.link.fin()
        return null
      }
      if (passing && !passing.socket) {
        spoils = passing.topic
        return spoil(passing)
      }
      if (passing?.direction === 'in') return garbage
      for (const link of struck(scene, passing)) link.write('in', garbage)
      return passing && passing.bytes
    },
    meanwhile: spoil,
  }
}

const kill: MakeStroke = (scene) => {
  let killed: Promise<void> = Promise.resolve()
  return {
    lastsMs: 50,
    strike(passing) {
      // Some time between the arrival of what passes and its answer.
      killed = new Promise<void>((resolve) => setTimeout(resolve, scene.random() * 6)).then(() => scene.house.kill())
      return passing && passing.bytes
    },
    async end() {
      await killed
      for (const { network } of scene.tabs) network.proxy.target = scene.house.port
    },
  }
}

export const service: Readonly<Record<string, MakeStroke>> = {
  'events-before-reply': eventsBeforeReply,
  duplicates,
  close,
  init,
  request: (scene, place) => (scene.moment === 'replay' ? replay : request)(scene, place),
  malformed,
  'service-kill': kill,
}
