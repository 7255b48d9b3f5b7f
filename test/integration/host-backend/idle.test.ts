import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openArchives } from '../../../demo/host-backend/archive.ts'
import { findIdle, parseDuration } from '../../../demo/host-backend/idle.ts'
import { seeded } from '../../support/random.ts'
import { type Rest, startRest } from '../rest/setup.ts'
import { runCommand } from './command.ts'
import { channelOf, converse, services, startHost } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const HOUR = 3_600_000

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
  ['0s', 0],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', '24', 'h', '-1h', '1.5h', '24 h', '1w', '9999999d'])('"%s" is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(`"${text}" is no duration. Write 90s, 30m, 24h or 7d.`)
})

describe.each(services)('on %s', (service) => {
  test('idle is what nobody wrote in for long, by the last Message or, without one, by the making; other Channels are left alone', async () => {
    const host = await startHost(rest, { service })
    const now = Date.now()
    const at = (hours: number) => new Date(now - hours * HOUR)
    const make = (name: string, hours: number, more: { attributes?: string; createdBy?: string; type?: 'public' | 'private' } = {}) =>
      host.chat.channels.create({ friendlyName: name, type: 'private', attributes: '{"status":"open"}', dateCreated: at(hours), ...more })
    const silent = await make('old, without a word', 30)
    const alive = await make('old, with a word of today', 300)
    await host.chat.channels(alive.sid).messages.create({ body: 'old', dateCreated: at(200) })
    await host.chat.channels(alive.sid).messages.create({ body: 'new', dateCreated: at(1) })
    const asleep = await make('old, with an old word', 300)
    await host.chat.channels(asleep.sid).messages.create({ body: 'old', dateCreated: at(25) })
    const lost = await make('its end got lost', 26, { attributes: '{"status":"ended"}' })
    await make('of today', 1)
    await make('no conversation', 300, { attributes: '{}' })
    const foreign = await make('made by a client', 300, { createdBy: 'visitor-x' })
    const open = await make('public', 300, { type: 'public' })
    // Conversations does not tell who made one, and knows no public ones: there the Roles alone keep clients from making any.
    const untold = { chat: [], conversations: [foreign, open] }[service]
    const idle = await findIdle(host.rooms, now - 24 * HOUR)
    expect(idle.map(({ channelSid }) => channelSid).toSorted()).toEqual([silent, asleep, lost, ...untold].map(({ sid }) => sid).toSorted())
    expect(idle.find(({ channelSid }) => channelSid === asleep.sid)).toMatchObject({ friendlyName: 'old, with an old word' })
    expect(Math.abs((idle.find(({ channelSid }) => channelSid === asleep.sid)?.lastActiveAt ?? 0) - (now - 25 * HOUR))).toBeLessThan(1_000)
  })

  test('the command archives and deletes the idle ones, prints a table, and has nothing to do the second time', async () => {
    const host = await startHost(rest, { service })
    const idle = await converse(host, { name: 'Ann' })
    await host.chat
      .channels(idle.channelSid)
      .messages.create({ body: 'old', from: idle.identity, dateCreated: new Date(Date.now() - 25 * HOUR) })
    const alive = await converse(host)
    await host.chat.channels(alive.channelSid).messages.create({ body: 'new' })
    const first = await runCommand(host, 'archive-idle.ts', ['--idle', '24h'])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const lines = first.stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^Channel +Name +Last active +Messages +Result$/)
    expect(lines.slice(2)).toEqual([expect.stringMatching(new RegExp(`^${idle.channelSid}  Ann +20.*Z +1 +archived, deleted$`))])
    expect(await channelOf(host, idle.channelSid)).toBeUndefined()
    expect(await channelOf(host, alive.channelSid)).toBeDefined()
    expect((await (await openArchives(host.dataDir, host.rooms)).read(idle.channelSid))?.endedBy).toBe('idle')
    expect(await runCommand(host, 'archive-idle.ts')).toEqual({ code: 0, stdout: 'No conversation was idle for 24h.\n', stderr: '' })
  })

  test('the command says in one sentence what is wrong', async () => {
    const host = await startHost(rest, { service })
    expect(await runCommand(host, 'archive-idle.ts', ['--idle', 'soon'])).toEqual({
      code: 2,
      stdout: '',
      stderr: '"soon" is no duration. Write 90s, 30m, 24h or 7d.\n',
    })
    const unreachable = await runCommand(host, 'archive-idle.ts', ['--url', 'http://127.0.0.1:1'])
    expect(unreachable).toMatchObject({ code: 2, stdout: '' })
    expect(unreachable.stderr).toMatch(/^[^\n]*ECONNREFUSED[^\n]*\n$/)
    expect(unreachable.stderr).not.toContain(host.credentials.apiKeySecret)
  })

  test('kill -9 of the command at any moment loses nothing: the next run ends in the same state', async () => {
    const host = await startHost(rest, { service })
    const random = seeded(7)
    const conversations = await Promise.all(Array.from({ length: 12 }, () => converse(host)))
    for (const [at, { channelSid, identity }] of conversations.entries()) {
      for (let line = 0; line <= at; line += 1)
        await host.chat.channels(channelSid).messages.create({ from: identity, body: `${at} ${line}` })
    }
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    let killed = 0
    for (let run = 0; run < 6; run += 1) {
      const { code } = await runCommand(host, 'archive-idle.ts', ['--idle', '0s'], (child) => {
        // It sets to work when it has begun the first journal entry or archive; the moment after that is left to chance.
        const timer = setInterval(async () => {
          const busy = (await readdir(join(host.dataDir, 'journal'))).length > 0
          if (!busy) return
          clearInterval(timer)
          setTimeout(() => child.kill('SIGKILL'), random() * 60)
        }, 2)
        child.on('close', () => clearInterval(timer))
      })
      if (code === null) killed += 1
    }
    expect(killed).toBeGreaterThan(0)
    expect((await runCommand(host, 'archive-idle.ts', ['--idle', '0s'])).code).toBe(0)
    const archives = await openArchives(host.dataDir, host.rooms)
    for (const [at, { channelSid, identity }] of conversations.entries()) {
      expect(await channelOf(host, channelSid)).toBeUndefined()
      const archive = await archives.read(channelSid)
      expect(archive?.messages.map((message) => message.body)).toEqual(Array.from({ length: at + 1 }, (_, line) => `${at} ${line}`))
      expect(archive?.members.map((member) => member.identity).toSorted()).toEqual(['agent', identity])
    }
    expect((await readdir(join(host.dataDir, 'journal'))).filter((name) => name.endsWith('.json'))).toEqual([])
  }, 60_000)

  test('without credentials the command says where it looked', async () => {
    const host = await startHost(rest, { service })
    const outcome = await runCommand(host, 'archive-idle.ts', [], () => void writeFile(join(host.dataDir, 'credentials.json'), '{'))
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('credentials.json. Start the chat service once') })
    await rm(join(host.dataDir, 'credentials.json'))
  })
})
