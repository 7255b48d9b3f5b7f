/** What a visitor and a host can expect, with the tests that prove it: a test names in square brackets the features that it proves. */
import { readdirSync, readFileSync } from 'node:fs'

interface Feature {
  readonly what: string
  /** What a device, an engine, an assistive product or a person would have to show, and what stood in for it. */
  readonly notShown?: string
}

const features: Readonly<Record<string, Feature>> = {
  C1: { what: 'a form before the chat, from a schema' },
  C2: { what: 'the place in the queue' },
  C3: { what: 'ending a conversation, and starting anew' },
  C4: { what: 'a rating at the end' },
  C5: { what: 'the conversation as a file: text, web page, data' },
  C6: { what: 'coming back to the same place, with the draft' },
  C7: { what: 'several conversations, with unread' },
  C8: { what: 'business hours, and leaving a message' },
  C10: { what: 'agents who join, leave and hand over' },
  D1: { what: 'several lines, and input methods' },
  D2: { what: 'emoji' },
  D3: { what: 'pasting' },
  D4: { what: 'dropping files, several at once, and the camera' },
  D5: { what: 'progress of an upload, cancelling, trying again' },
  D6: { what: 'smaller pictures, without the place where they were taken' },
  D7: { what: 'voice messages' },
  D8: { what: 'quick replies' },
  D9: { what: 'drafts that survive' },
  D10: { what: 'who is typing, both ways' },
  D11: { what: 'a counter, and a limit' },
  D12: { what: 'answering one Message, and reactions' },
  E1: { what: 'formatted text and links, safely' },
  E2: { what: 'cards, buttons, a carousel' },
  E3: { what: 'pictures, audio, video' },
  E4: { what: 'states of a file: checked, blocked, gone' },
  E5: { what: 'sending, sent, delivered, read' },
  E7: { what: 'what was edited or deleted' },
  E8: { what: 'groups, days, the unread marker' },
  E9: { what: 'a log that keeps its place, also with 10,000 Messages' },
  E10: { what: 'previews and translation by the host' },
  U1: { what: 'exact unread count' },
  U2: { what: 'a sound, once over all tabs' },
  U3: { what: 'the title of the page' },
  U4: { what: 'notifications of the desktop' },
  U6: { what: 'a greeting, by rules' },
  U7: { what: 'the badge of an installed app' },
  G1: { what: 'one brand colour, palettes that can be read' },
  G2: { what: 'dark, light, as the system or the page says' },
  G3: { what: 'place and distance, above the page without a z-index war' },
  G4: { what: 'phones: full screen, keyboard, notch' },
  G5: { what: 'parts of the host’s own' },
  G6: { what: 'right to left' },
  G7: { what: 'styles that do not leak, in or out' },
  H1: { what: 'languages', notShown: 'a native speaker’s reading of each language; each is marked as not reviewed' },
  H2: { what: 'texts of the host’s own, plurals, dates and numbers' },
  H3: { what: 'the language found by itself, and changed live' },
  I1: { what: 'what comes is said, and not too often' },
  I2: { what: 'everything by keyboard' },
  I3: { what: 'checked by axe in every state' },
  I4: { what: 'less motion, forced colours, zoom, targets that can be hit' },
}

interface Proof {
  readonly file: string
  readonly name: string
}

function proofs(): ReadonlyMap<string, readonly Proof[]> {
  const found = new Map<string, Proof[]>(Object.keys(features).map((id) => [id, []]))
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((path) => /\.(test|journey)\.tsx?$/.test(path))
  for (const path of files.sort()) {
    const file = `test/${path.replaceAll('\\', '/')}`
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
      /\b(?:test|it|describe)\b[^\n'`]*?\(\s*['`]([^\n]*?\[[A-Z]\d+\][^\n'`]*)['`]/g,
    )) {
      for (const [, id = ''] of name.matchAll(/\[([A-Z]\d+)\]/g)) {
        found.get(id)?.push({ file, name: name.replaceAll(/ ?\[[A-Z]\d+\]/g, '') })
      }
    }
  }
  return found
}

/** `docs/features.md`. */
export function featuresDocument(): string {
  const rows = [...proofs()].map(([id, tests]) => {
    const { what, notShown } = features[id]!
    const proof = tests.map(({ file, name }) => `${name} (\`${file}\`)`).join('; ')
    return `| ${id} | ${what} | ${proof.replaceAll('|', '\\|') || 'no test yet'} | ${notShown ?? ''} |`
  })
  return `# Features, and the tests that prove them

Written by \`npm run features\` from the names of the tests.

| | what | proven by | not shown here |
|---|---|---|---|
${rows.join('\n')}
`
}

/** Features that no test names. */
export const unproven = (): readonly string[] => [...proofs()].filter(([, tests]) => tests.length === 0).map(([id]) => id)
