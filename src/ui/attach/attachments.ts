import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core'
import type { AttachmentOptions } from '../../options.ts'
import type { Chat } from '../../store/chat.ts'
import type { Ui } from '../context.ts'
import { fileSize } from '../log/file-size.ts'
import { kindOf, type Facts, type Kind } from '../log/files.ts'
import type { StringKey } from '../strings.ts'
import type { Values } from '../words.ts'
import { accepts } from './accepts.ts'

/** A file that goes with the next Message. */
export interface Attachment {
  readonly key: number
  readonly name: string
  readonly kind: Kind
  /** bytes */
  readonly size: number
  /** What a voice message is, and how large a picture. */
  readonly facts: Facts
  /** blob: address of a picture, or of a voice message; null while it is made ready, and for other files. */
  readonly preview: string | null
}

/** Why a file is not taken, in words. */
export interface Problem {
  readonly id: StringKey
  readonly values: Values
}

/** What is chosen, recorded, pasted or dropped, and not sent yet. */
export interface Attachments {
  readonly items: ReadonlySignal<readonly Attachment[]>
  readonly problems: Signal<readonly Problem[]>
  /** There is something to send. */
  readonly any: ReadonlySignal<boolean>
  /** The microphone is asked for, or on. Whoever records says how to come to an end. */
  readonly recording: Signal<{ finish(): Promise<void> } | null>
  add(files: readonly File[], facts?: Facts): void
  remove(key: number): void
  /** As the chat's; then each file in a Message of its own, so that one that fails fails alone. */
  readonly send: Chat['send']
  /** Nothing of it is left. */
  clear(): void
}

export const DEFAULTS: Required<AttachmentOptions> = { accept: '', maxSize: 25_000_000, maxFiles: 10, maxPixels: 4_000_000 }

/** So many problems are read at once. */
const MOST_PROBLEMS = 3

export function createAttachments({ chat, options, words, spoken }: Pick<Ui, 'chat' | 'options' | 'words' | 'spoken'>): Attachments {
  const items = signal<readonly Attachment[]>([])
  const problems = signal<readonly Problem[]>([])
  const recording: Attachments['recording'] = signal(null)
  /** Each as it goes out; null: it does not. */
  const outgoing = new Map<number, Promise<Outgoing | null>>()
  let made = 0
  const limits = (): Required<AttachmentOptions> => ({ ...DEFAULTS, ...options.peek().attachments })

  function refuse(id: StringKey, values: Values): void {
    problems.value = [...problems.peek(), { id, values }].slice(-MOST_PROBLEMS)
    spoken.value = problems
      .peek()
      .map((problem) => words.peek().text(problem.id, problem.values))
      .join(' ')
  }

  function change(key: number, changes: Partial<Attachment>): void {
    items.value = items.peek().map((item) => (item.key === key ? { ...item, ...changes } : item))
  }

  function remove(key: number): void {
    const preview = items.peek().find((item) => item.key === key)?.preview
    if (preview) URL.revokeObjectURL(preview)
    outgoing.delete(key)
    items.value = items.peek().filter((item) => item.key !== key)
  }

  async function prepare(key: number, file: File, facts: Facts): Promise<Outgoing | null> {
    const { maxSize, maxPixels } = limits()
    const ready = await readyToGo(file, facts, maxPixels)
    if (!outgoing.has(key)) return null
    if (ready.file.size > maxSize) {
      remove(key)
      refuse('fileTooLarge', { name: file.name, size: fileSize(maxSize, words.peek().locale) })
      return null
    }
    const { kind } = items.peek().find((item) => item.key === key)!
    const isShown = kind === 'picture' || ready.facts.ms !== undefined
    change(key, { size: ready.file.size, facts: ready.facts, preview: isShown ? URL.createObjectURL(ready.file) : null })
    return ready
  }

  function isTaken(file: File): boolean {
    const { accept, maxSize } = limits()
    if (!accepts(accept, file)) refuse('fileType', { name: file.name })
    else if (file.size === 0) refuse('fileEmpty', { name: file.name })
    // A picture may become smaller.
    else if (file.size > maxSize && kindOf(file.type) !== 'picture')
      refuse('fileTooLarge', { name: file.name, size: fileSize(maxSize, words.peek().locale) })
    else return true
    return false
  }

  const self: Attachments = {
    items,
    problems,
    recording,
    any: computed(() => items.value.length > 0 || recording.value !== null),
    add(files, facts = {}) {
      problems.value = []
      const { maxFiles } = limits()
      const room = maxFiles - items.peek().length
      const taken = facts.ms === undefined ? files.filter(isTaken) : files
      if (taken.length > room) refuse('tooManyFiles', { count: maxFiles })
      for (const file of taken.slice(0, Math.max(0, room))) {
        const key = (made += 1)
        const item: Attachment = { key, name: file.name, kind: kindOf(file.type), size: file.size, facts, preview: null }
        items.value = [...items.peek(), item]
        // It is there before it is ready.
        outgoing.set(
          key,
          Promise.resolve().then(() => prepare(key, file, facts)),
        )
      }
    },
    remove(key) {
      problems.value = []
      remove(key)
    },
    async send(body, enclosed) {
      await recording.peek()?.finish()
      problems.value = []
      const files = await Promise.all([...outgoing].map(async ([key, made]) => ({ key, made: await made })))
      const said = body.trim() === '' ? null : await chat.send(body, enclosed)
      if (said === false) return false
      let kept = said ?? false
      for (const { key, made } of files) {
        if (!made) continue
        // The rest stays here.
        if (!(await chat.send('', enclosing(made)))) return kept
        kept = true
        remove(key)
      }
      return kept
    },
    clear() {
      recording.value = null
      problems.value = []
      for (const { key } of items.peek()) remove(key)
    },
  }
  return self
}

interface Outgoing {
  readonly file: File
  readonly facts: Facts
}

/** How large a picture is travels with it, so that its place is there before it is. */
function enclosing({ file, facts }: Outgoing): NonNullable<Parameters<Chat['send']>[1]> {
  return { files: [file], ...(Object.keys(facts).length > 0 && { attributes: { parlour: { v: 1, media: [facts] } } }) }
}

const PICTURE = /^image\/(jpeg|png|webp)$/i
const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }

async function readyToGo(file: File, facts: Facts, maxPixels: number): Promise<Outgoing> {
  if (!PICTURE.test(file.type)) return { file, facts }
  const shrunk = await import('../shrink/index.ts').then(
    ({ shrink }) => shrink(file, maxPixels),
    () => null,
  )
  if (!shrunk) return { file, facts }
  const { data, width, height } = shrunk
  // A browser that cannot write WebP has made a PNG of it.
  const name = data.type === file.type ? file.name : `${file.name.replace(/\.\w{1,5}$/, '')}.${ENDINGS[data.type] ?? 'png'}`
  return { file: new File([data], name, { type: data.type }), facts: { w: width, h: height } }
}
