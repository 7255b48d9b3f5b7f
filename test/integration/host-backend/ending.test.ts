import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Archive, openArchives } from '../../../demo/host-backend/archive.ts'
import { type Journal, openJournal, steps } from '../../../demo/host-backend/journal.ts'
import { createLifecycle } from '../../../demo/host-backend/lifecycle.ts'
import { type Rest, startRest } from '../rest/setup.ts'
import { channelOf, converse, type Host, openConsole, services, startHost, visit } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

const archiveOf = async (host: Host, sid: string): Promise<Archive | undefined> => (await openArchives(host.dataDir, host.rooms)).read(sid)

describe.each(services)('on %s', (service) => {
  /** A conversation with a few Messages, and what its archive must hold. */
  async function talk(host: Host) {
    const visitor = await converse(host, { name: 'Ann', topic: 'tea' })
    const { messages } = host.chat.channels(visitor.channelSid)
    await messages.create({ from: visitor.identity, body: 'Is it open?', attributes: '{"parlourId":"11111111-aaaa"}' })
    const middle = await messages.create({ from: 'agent', body: 'gone' })
    await messages.create({ from: 'agent', body: 'It is 🫖', attributes: '{"parlourId":7}' })
    await host.chat.channels(visitor.channelSid).messages(middle.sid).remove()
    return visitor
  }

  async function expectEnded(host: Host, { channelSid, identity }: { channelSid: string; identity: string }) {
    expect(await channelOf(host, channelSid)).toBeUndefined()
    expect(await readdir(join(host.dataDir, 'journal'))).toEqual([])
    expect((await readdir(join(host.dataDir, 'archive'))).toSorted()).toEqual([`${channelSid}.json`, `${channelSid}.json.sha256`])
    const archive = await archiveOf(host, channelSid)
    expect(archive?.channel).toMatchObject({
      sid: channelSid,
      friendlyName: 'Ann',
      uniqueName: identity,
      createdBy: { chat: 'system', conversations: null }[service],
      attributes: '{"status":"open","answers":{"topic":"tea"}}',
    })
    expect(archive?.members.map((member) => member.identity).toSorted()).toEqual(['agent', identity])
    expect(archive?.messages).toMatchObject([
      { index: 0, from: identity, body: 'Is it open?', parlourId: '11111111-aaaa', sid: expect.stringMatching(/^IM[0-9a-f]{32}$/) },
      { index: 2, from: 'agent', body: 'It is 🫖', parlourId: null },
    ])
  }

  test('the end is marked first, then the Members go, then the archive is written, then the Channel is deleted', async () => {
    const host = await startHost(rest, { service })
    const visitor = await talk(host)
    const seen: unknown[] = []
    const look = async (next: string): Promise<void> => {
      const channel = await channelOf(host, visitor.channelSid)
      const archived = (await archiveOf(host, visitor.channelSid)) !== undefined
      seen.push([next, JSON.parse(channel?.attributes ?? '{}').status, channel?.membersCount, archived])
    }
    const journal = await openJournal(host.dataDir)
    const watching: Journal = {
      ...journal,
      begin: async (ending) => {
        await look(ending.next)
        return journal.begin(ending)
      },
      write: async (ending) => {
        await look(ending.next)
        await journal.write(ending)
      },
    }
    const archives = await openArchives(host.dataDir, host.rooms)
    await createLifecycle({ rooms: host.rooms, archives, journal: watching }).end(visitor.channelSid, visitor.identity)
    expect(seen).toEqual([
      ['mark-ended', 'open', 2, false],
      ['remove-members', 'ended', 2, false],
      ['archive', 'ended', 0, false],
      ['delete-channel', 'ended', 0, true],
    ])
    await expectEnded(host, visitor)
  })

  test('the visitor ends its conversation: the archive says who, and its hash is right', async () => {
    const host = await startHost(rest, { service })
    const visitor = await talk(host)
    const response = await visitor.ask('/end', { channelSid: visitor.channelSid })
    expect([response.status, await response.json()]).toEqual([200, { ended: true }])
    await expectEnded(host, visitor)
    expect((await archiveOf(host, visitor.channelSid))?.endedBy).toBe(visitor.identity)
    const file = join(host.dataDir, 'archive', `${visitor.channelSid}.json`)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await expect(readFile(`${file}.sha256`, 'utf8')).resolves.toMatch(new RegExp(`^[0-9a-f]{64}  ${visitor.channelSid}\\.json\n$`))
  })

  test('the agent ends any conversation, from the console only', async () => {
    const host = await startHost(rest, { service })
    const visitor = await talk(host)
    const body = { channelSid: visitor.channelSid }
    expect((await host.post('/agent/end', body)).status).toBe(401)
    expect((await host.post('/agent/end', body, { cookie: visitor.cookie.replace('parlour_visitor', 'parlour_agent') })).status).toBe(401)
    expect(await channelOf(host, visitor.channelSid)).toBeDefined()
    expect((await host.post('/agent/end', body, await openConsole(host))).status).toBe(200)
    await expectEnded(host, visitor)
    expect((await archiveOf(host, visitor.channelSid))?.endedBy).toBe('agent')
  })

  test("nobody ends somebody else's conversation, nor one that there is not", async () => {
    const host = await startHost(rest, { service })
    const visitor = await talk(host)
    const stranger = await visit(host)
    expect((await stranger.ask('/end', { channelSid: visitor.channelSid })).status).toBe(404)
    expect((await stranger.ask('/end', { channelSid: `CH${'0'.repeat(32)}` })).status).toBe(404)
    for (const channelSid of ['CH1', '../../etc/passwd', visitor.identity, 7, undefined]) {
      expect((await stranger.ask('/end', { channelSid })).status).toBe(400)
    }
    expect(await channelOf(host, visitor.channelSid)).toBeDefined()
  })

  test('a visitor may not end a Channel into which somebody else put it', async () => {
    const host = await startHost(rest, { service })
    const visitor = await visit(host)
    const foreign = await host.chat.channels.create({ type: 'private', createdBy: 'somebody' })
    await host.chat.channels(foreign.sid).members.create({ identity: visitor.identity })
    expect((await visitor.ask('/end', { channelSid: foreign.sid })).status).toBe(404)
    expect(await channelOf(host, foreign.sid)).toBeDefined()
  })

  test('visitor and agent end it at once: it is done once, and both hear so', async () => {
    const host = await startHost(rest, { service })
    const visitor = await talk(host)
    const agent = await openConsole(host)
    const body = { channelSid: visitor.channelSid }
    const statuses = (await Promise.all([visitor.ask('/end', body), host.post('/agent/end', body, agent)])).map((answer) => answer.status)
    expect(statuses).toEqual([200, 200])
    await expectEnded(host, visitor)
  })

  describe('a crash', () => {
    /** Fails at the `at`-th change, before or after it reached the disk, and at all that come later: the process is gone. */
    function crashing(journal: Journal, at: number, when: 'before' | 'after'): Journal {
      let change = 0
      const die = (): never => {
        throw new Error('crash')
      }
      const once = async <T>(work: () => Promise<T>): Promise<T> => {
        change += 1
        if (change > at || (change === at && when === 'before')) die()
        const result = await work()
        return change === at ? die() : result
      }
      return {
        ...journal,
        begin: (ending) => once(() => journal.begin(ending)),
        write: (ending) => once(() => journal.write(ending)),
        remove: (sid) => once(() => journal.remove(sid)),
      }
    }

    const changes = ['the begin', ...steps.map((step) => `"${step}"`)]
    const points = changes.flatMap((name, index) => (['before', 'after'] as const).map((when) => ({ name, when, at: index + 1 })))

    test.each(points)('$when change $at of the journal loses nothing: the next start of the back end finishes it', async ({ at, when }) => {
      const host = await startHost(rest, { service })
      const visitor = await talk(host)
      const journal = crashing(await openJournal(host.dataDir), at, when)
      const archives = await openArchives(host.dataDir, host.rooms)
      const dying = createLifecycle({ rooms: host.rooms, archives, journal })
      await expect(dying.end(visitor.channelSid, visitor.identity)).rejects.toThrow('crash')
      const restarted = await host.restart()
      // Before anything was written down, nobody promised an end.
      if (at === 1 && when === 'before') await restarted.lifecycle.end(visitor.channelSid, visitor.identity)
      await expectEnded(restarted, visitor)
      expect((await archiveOf(restarted, visitor.channelSid))?.endedBy).toBe(visitor.identity)
    })

    test.each(steps)('in the middle of "%s" loses nothing', async (step) => {
      const host = await startHost(rest, { service })
      const visitor = await talk(host)
      const journal = await openJournal(host.dataDir)
      const archives = await openArchives(host.dataDir, host.rooms)
      // The step itself is done, the note of it is not.
      const forgetful: Journal = {
        ...journal,
        write: async (ending) => {
          if (steps.indexOf(ending.next) > steps.indexOf(step)) throw new Error('crash')
          await journal.write(ending)
        },
        remove: () => Promise.reject(new Error('crash')),
      }
      await expect(createLifecycle({ rooms: host.rooms, archives, journal: forgetful }).end(visitor.channelSid, 'agent')).rejects.toThrow(
        'crash',
      )
      expect((await journal.read(visitor.channelSid))?.next).toBe(step)
      await expectEnded(await host.restart(), visitor)
    })

    test('is finished by the visitor who asks again, although it is no Member any more', async () => {
      const host = await startHost(rest, { service })
      const visitor = await talk(host)
      const journal = crashing(await openJournal(host.dataDir), 3, 'after')
      const archives = await openArchives(host.dataDir, host.rooms)
      await expect(createLifecycle({ rooms: host.rooms, archives, journal }).end(visitor.channelSid, 'agent')).rejects.toThrow('crash')
      const stranger = await visit(host)
      expect((await stranger.ask('/end', { channelSid: visitor.channelSid })).status).toBe(404)
      expect((await visitor.ask('/end', { channelSid: visitor.channelSid })).status).toBe(200)
      await expectEnded(host, visitor)
    })

    test.each([
      ['is torn', async (file: string) => writeFile(file, (await readFile(file, 'utf8')).slice(0, -100))],
      ['was changed', async (file: string) => writeFile(file, (await readFile(file, 'utf8')).replace('Is it open?', 'Is it Open?'))],
      ['has no hash', async (file: string) => writeFile(`${file}.sha256`, '')],
    ])('leaves an archive that %s: it is written anew before the Channel is deleted', async (_, spoil) => {
      const host = await startHost(rest, { service })
      const visitor = await talk(host)
      const journal = crashing(await openJournal(host.dataDir), 4, 'after')
      const archives = await openArchives(host.dataDir, host.rooms)
      await expect(createLifecycle({ rooms: host.rooms, archives, journal }).end(visitor.channelSid, 'agent')).rejects.toThrow('crash')
      await spoil(join(host.dataDir, 'archive', `${visitor.channelSid}.json`))
      expect(await archives.read(visitor.channelSid)).toBeUndefined()
      await expectEnded(await host.restart(), visitor)
    })
  })

  test('a Message that arrived after the archive was written is in it before the Channel is deleted', async () => {
    const host = await startHost(rest, { service })
    const visitor = await talk(host)
    const journal = await openJournal(host.dataDir)
    const archives = await openArchives(host.dataDir, host.rooms)
    const late: Journal = {
      ...journal,
      async write(ending) {
        if (ending.next === 'delete-channel') await host.chat.channels(visitor.channelSid).messages.create({ from: 'system', body: 'late' })
        await journal.write(ending)
      },
    }
    await createLifecycle({ rooms: host.rooms, archives, journal: late }).end(visitor.channelSid, 'agent')
    expect((await archives.read(visitor.channelSid))?.messages.map((message) => message.body)).toEqual(['Is it open?', 'It is 🫖', 'late'])
  })

  test('a Channel that somebody deleted under our hands stops no start, and no archive is invented', async () => {
    const host = await startHost(rest, { service })
    const visitor = await talk(host)
    const journal = await openJournal(host.dataDir)
    const archives = await openArchives(host.dataDir, host.rooms)
    const dying: Journal = {
      ...journal,
      write: (ending) => (ending.next === 'archive' ? Promise.reject(new Error('crash')) : journal.write(ending)),
    }
    await expect(createLifecycle({ rooms: host.rooms, archives, journal: dying }).end(visitor.channelSid, 'agent')).rejects.toThrow('crash')
    await host.chat.channels(visitor.channelSid).remove()
    const restarted = await host.restart()
    expect(restarted.logged).toEqual([expect.stringContaining(visitor.channelSid)])
    expect(await archives.read(visitor.channelSid)).toBeUndefined()
    expect((await host.restart()).logged).toEqual([])
  })

  test('two processes finish the same end: one archive, no error', async () => {
    const host = await startHost(rest, { service })
    const visitor = await talk(host)
    const twin = await host.restart()
    await Promise.all([host.lifecycle.end(visitor.channelSid, visitor.identity), twin.lifecycle.end(visitor.channelSid, visitor.identity)])
    await host.restart()
    await expectEnded(host, visitor)
  })
})
