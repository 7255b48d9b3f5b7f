import { addressOf, aimOf } from './address.ts'

/** A part of what a Message says: plain data. `tag` is one of ours, never out of the text. */
export interface Mark {
  readonly tag: 'p' | 'pre' | 'blockquote' | 'ul' | 'ol' | 'li' | 'strong' | 'em' | 'del' | 'code' | 'a'
  readonly parts: readonly Part[]
  /** Of a list with numbers: the first. */
  readonly start?: number
  readonly href?: string
  /** Where the link leads, when its text names another address. */
  readonly aim?: string | null
}
export type Part = string | Mark

/** Longer texts are shown as they are. */
const LONGEST = 20_000
/** More of it is shown as it was typed. */
const MOST_MARKS = 500
const DEEPEST = 4
/** Marks that wait for their second half. */
const MOST_OPEN = 16

const TAGS: Readonly<Record<string, readonly Mark['tag'][]>> = {
  '*': ['em'],
  _: ['em'],
  '**': ['strong'],
  '***': ['strong', 'em'],
  '~~': ['del'],
}

/* Each alternative ends at the first character that cannot be of it, and none can begin twice within another: linear. */
const CODE = /(`{1,3})([^`\n]+)\1(?!`)/
const LINK = /\[([^[\]\n]+)\]\(((?:[^\s()<>]|\([^\s()<>]*\))+)\)/
const ADDRESS = /(?<![\w/.@])((?:https?:\/\/|www\.|mailto:|tel:)(?:[^\s<>"()]|\([^\s<>"()]*\))*(?:[^\s<>"().,:;!?'*_~`\]]|\([^\s<>"()]*\)))/
const MAIL = /(?<![\w.+-])([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})/
const TOKEN = new RegExp([CODE, LINK, ADDRESS, MAIL, /(\*+|_+|~+)/].map(({ source }) => source).join('|'), 'g')

const FENCE = /^```[^`]*$/
const QUOTE = /^>(?: |$)/
const ITEM = /^(?:[-*]|(\d{1,3})[.)]) +(?=\S)/

/** How many marks the text may still have. */
interface Allowance {
  left: number
}

/**
 * Bold, italic, strike, code, quotes, lists, links and line breaks: the part of CommonMark that people type in a chat. Whatever
 * is none of it stands there as it was typed. In time and depth that the length of the text bounds.
 */
export function parse(text: string): readonly Part[] {
  if (text.length > LONGEST) return [text]
  return blocks(text.split('\n'), 0, { left: MOST_MARKS })
}

function blocks(lines: readonly string[], depth: number, allowance: Allowance): Part[] {
  const parts: Part[] = []
  const add = (tag: Mark['tag'], inner: readonly Part[], start?: number): void => {
    allowance.left -= 1
    parts.push({ tag, parts: inner, ...(start !== undefined && { start }) })
  }
  let text: string[] = []
  /** Blank lines are kept between words, not beside a block. */
  function flush(isLast: boolean): void {
    const from = parts.length > 0 || !isLast ? text.findIndex((line) => line.trim()) : 0
    const to = parts.length > 0 || !isLast ? text.findLastIndex((line) => line.trim()) + 1 : text.length
    if (to > Math.max(from, 0)) parts.push({ tag: 'p', parts: inline(text.slice(from, to).join('\n'), true, allowance) })
    text = []
  }
  /** Takes the lines from `at` on as long as `take` has something of them. */
  function gather(at: number, take: (line: string) => string | null): string[] {
    const taken: string[] = []
    for (let line = lines[at]; line !== undefined; line = lines[at + taken.length]) {
      const rest = take(line)
      if (rest === null) break
      taken.push(rest)
    }
    return taken
  }
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!
    const [marker, number] = ITEM.exec(line) ?? []
    const free = allowance.left > 0
    if (free && FENCE.test(line)) {
      flush(false)
      const code = gather(at + 1, (next) => (next.trim() === '```' ? null : next))
      add('pre', [{ tag: 'code', parts: [code.join('\n')] }])
      at += code.length + 2
    } else if (free && depth < DEEPEST && QUOTE.test(line)) {
      flush(false)
      const quoted = gather(at, (next) => (QUOTE.test(next) ? next.slice(2) : null))
      add('blockquote', blocks(quoted, depth + 1, allowance))
      at += quoted.length
    } else if (free && depth < DEEPEST && marker) {
      flush(false)
      const items: string[][] = []
      let width = 0
      const taken = gather(at, (next) => {
        const [found, digits] = ITEM.exec(next) ?? []
        const indent = next.length - next.trimStart().length
        if (found && !digits === !number && items.length < allowance.left) {
          items.push([next.slice((width = found.length))])
        } else if (indent >= 2 && indent < next.length) items.at(-1)!.push(next.slice(Math.min(indent, width)))
        else return null
        return next
      })
      const list = items.map((item): Mark => {
        allowance.left -= 1
        return { tag: 'li', parts: blocks(item, depth + 1, allowance) }
      })
      add(number ? 'ol' : 'ul', list, number ? Number(number) : undefined)
      at += taken.length
    } else {
      text.push(line)
      at += 1
    }
  }
  flush(true)
  return parts
}

function inline(text: string, linked: boolean, allowance: Allowance): Part[] {
  const parts: Part[] = []
  const open: { readonly mark: string; readonly at: number }[] = []
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    const [raw, , code, label, target, address, mail, mark] = match
    const { index } = match
    if (index > end) parts.push(text.slice(end, index))
    end = index + raw.length
    const free = allowance.left > 0
    if (mark) {
      const tags = free && Object.hasOwn(TAGS, mark) ? TAGS[mark]! : []
      const before = text[index - 1] ?? ' '
      const after = text[end] ?? ' '
      const first = tags.length > 0 && isEdge(after) && !isSpace(before) ? open.findLastIndex((other) => other.mark === mark) : -1
      if (first >= 0) {
        const { at } = open[first]!
        open.length = first
        const inner = parts.splice(at + 1)
        allowance.left -= 1
        parts[at] = tags.reduceRight<readonly Part[]>((within, tag) => [{ tag, parts: within }], inner)[0]!
        continue
      }
      if (tags.length > 0 && isEdge(before) && !isSpace(after) && open.length < MOST_OPEN) open.push({ mark, at: parts.length })
      parts.push(raw)
      continue
    }
    const made: Mark | null = !free
      ? null
      : code
        ? { tag: 'code', parts: [code] }
        : !linked
          ? null
          : label
            ? link(target!, label, (words) => inline(words, false, allowance))
            : address
              ? link(address.startsWith('www.') ? `https://${address}` : address, address)
              : link(`mailto:${mail}`, mail!)
    if (made) allowance.left -= 1
    parts.push(made ?? raw)
  }
  if (end < text.length || parts.length === 0) parts.push(text.slice(end))
  return parts
}

function link(href: string, label: string, words = (text: string): Part[] => [text]): Mark | null {
  const url = addressOf(href)
  return url && { tag: 'a', href: url.href, aim: aimOf(label, url), parts: words(label) }
}

const isSpace = (character: string): boolean => /\s/.test(character)
/** Marks stand at the edges of words: 2*3*4 and snake_case are none; nor is one behind a backslash. */
const isEdge = (character: string): boolean => !/[a-z\d\\]/i.test(character)
