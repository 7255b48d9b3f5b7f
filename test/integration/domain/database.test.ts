import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from '../../../demo/chat-service/storage/database.ts'
import { temporaryDatabase, temporaryFolder } from './setup.ts'

interface Note {
  readonly text: string
}
const notes = (database: ReturnType<typeof openDatabase>): string[] =>
  database.all<Note>('SELECT text FROM notes ORDER BY rowid').map(({ text }) => text)

function withNotes(file?: string): ReturnType<typeof openDatabase> {
  const database = temporaryDatabase(file)
  database.run('CREATE TABLE notes (text TEXT UNIQUE)')
  database.flush()
  return database
}
const note = (database: ReturnType<typeof openDatabase>, text: string): void => database.run('INSERT INTO notes VALUES (?)', [text])

test('a write that throws leaves nothing, the writes before and after it in the same group stay', () => {
  const database = withNotes()
  database.write(() => note(database, 'before'))
  expect(() =>
    database.write(() => {
      note(database, 'half')
      throw new Error('changed my mind')
    }),
  ).toThrow('changed my mind')
  database.write(() => note(database, 'after'))
  database.flush()
  expect(notes(database)).toEqual(['before', 'after'])
})

test('an inner write may fail and be caught without harm to the outer one', () => {
  const database = withNotes()
  database.write(() => {
    note(database, 'outer')
    expect(() =>
      database.write(() => {
        note(database, 'inner')
        note(database, 'outer')
      }),
    ).toThrow(/UNIQUE/)
    note(database, 'later')
  })
  expect(notes(database)).toEqual(['outer', 'later'])
})

test('a statement that failed once works the next time', () => {
  const database = withNotes()
  note(database, 'one')
  expect(() => note(database, 'one')).toThrow(/UNIQUE/)
  note(database, 'two')
  expect(notes(database)).toEqual(['one', 'two'])
})

test('what is written is visible at once inside, and on disk only when durable says so', async () => {
  const folder = temporaryFolder()
  const database = withNotes(join(folder, 'chat.sqlite'))
  let copies = 0
  const onDisk = (): string[] => {
    const copy = join(folder, `copy-${copies++}.sqlite`)
    for (const part of ['', '-wal']) copyFileSync(join(folder, `chat.sqlite${part}`), copy + part)
    const opened = temporaryDatabase(copy)
    return notes(opened)
  }
  note(database, 'first')
  expect(notes(database)).toEqual(['first'])
  expect(onDisk()).toEqual([])
  await database.durable()
  expect(onDisk()).toEqual(['first'])
})

test('listeners of one group hear in the order in which they asked, and none before the commit', async () => {
  const database = withNotes()
  const order: string[] = []
  note(database, 'a')
  database.onDurable(() => order.push('a'))
  database.write(() => note(database, 'b'))
  database.onDurable(() => order.push('b'))
  const durable = database.durable().then(() => order.push('promise'))
  expect(order).toEqual([])
  await durable
  expect(order).toEqual(['a', 'b', 'promise'])
  database.onDurable(() => order.push('at once'))
  expect(order).toEqual(['a', 'b', 'promise', 'at once'])
})

test('a listener that throws keeps nobody else from hearing', async () => {
  const database = withNotes()
  const reported = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => reported.mockRestore())
  note(database, 'a')
  database.onDurable(() => {
    throw new Error('broken listener')
  })
  await expect(database.durable()).resolves.toBeUndefined()
  expect(reported).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ message: 'broken listener' }))
})

test('a commit that fails is told to all who wait, and nothing of the group stays', async () => {
  const database = withNotes()
  note(database, 'kept')
  database.run('CREATE TABLE strict (owner TEXT REFERENCES notes(text) DEFERRABLE INITIALLY DEFERRED)')
  await database.durable()

  note(database, 'lost')
  const told: (Error | null)[] = []
  database.onDurable((error) => told.push(error))
  // Only looked at by COMMIT, so it is the commit that fails.
  database.run("INSERT INTO strict VALUES ('nobody')")
  await expect(database.durable()).rejects.toThrow(/FOREIGN KEY/)
  expect(told).toEqual([expect.objectContaining({ message: expect.stringMatching(/FOREIGN KEY/) })])
  expect(notes(database)).toEqual(['kept'])

  note(database, 'next')
  await database.durable()
  expect(notes(database)).toEqual(['kept', 'next'])
})

test('text comes back exactly, with NUL and with half a surrogate pair', () => {
  const database = withNotes()
  const texts = ['', 'plain', 'a\0b', '\0', 'half \ud83d pair', '😀 whole', 'line\nbreak']
  for (const text of texts) note(database, text)
  expect(notes(database)).toEqual(texts)
  expect(database.get<Note>('SELECT text FROM notes WHERE text = ?', ['a\0b'])).toEqual({ text: 'a\0b' })
})

test('the lock directory that a kill -9 leaves behind keeps nobody out', () => {
  const file = join(temporaryFolder(), 'chat.sqlite')
  const before = withNotes(file)
  note(before, 'kept')
  before.close()
  mkdirSync(`${file}.lock`)
  const after = temporaryDatabase(file)
  expect(notes(after)).toEqual(['kept'])
  after.close()
  expect(existsSync(`${file}.lock`)).toBe(false)
})

test('closing commits what is pending', () => {
  const file = join(temporaryFolder(), 'chat.sqlite')
  const before = withNotes(file)
  note(before, 'in a hurry')
  before.close()
  expect(notes(temporaryDatabase(file))).toEqual(['in a hurry'])
})

test('a file of a newer program is refused with a sentence that says so', () => {
  const file = join(temporaryFolder(), 'chat.sqlite')
  const database = temporaryDatabase(file)
  database.run('UPDATE schemaVersion SET version = 99')
  database.close()
  expect(() => openDatabase(file)).toThrow(/schema 99.*newer version/)
  expect(existsSync(`${file}.lock`)).toBe(false)
})
