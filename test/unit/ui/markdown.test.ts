import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, type Part } from '../../../src/ui/content/markdown.ts'

/** As one would write it by hand: `<em>a</em>`. */
function show(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      const about = part.tag === 'a' ? ` ${part.href}${part.aim ? ` (${part.aim})` : ''}` : part.start === undefined ? '' : ` ${part.start}`
      return `<${part.tag}${about}>${show(part.parts)}</${part.tag}>`
    })
    .join('')
}
function shown(text: string): string {
  const parts = parse(text)
  const [only] = parts
  return show(parts.length === 1 && typeof only === 'object' && only.tag === 'p' ? only.parts : parts)
}
const words = (parts: readonly Part[]): string => parts.map((part) => (typeof part === 'string' ? part : words(part.parts))).join('')
const depth = (parts: readonly Part[]): number =>
  Math.max(0, ...parts.map((part) => (typeof part === 'string' ? 0 : 1 + depth(part.parts))))
const count = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => sum + (typeof part === 'string' ? 0 : 1 + count(part.parts)), 0)

test.each([
  ['*a* _b_ **c** ~~d~~', '<em>a</em> <em>b</em> <strong>c</strong> <del>d</del>'],
  ['***both***', '<strong><em>both</em></strong>'],
  ['**bold with *italic* in it**', '<strong>bold with <em>italic</em> in it</strong>'],
  ['*one* two*', '<em>one</em> two*'],
  ['**crossed *over** here*', '<strong>crossed *over</strong> here*'],
  ['(*so*), "_so_"!', '(<em>so</em>), "<em>so</em>"!'],
  ['这是**重点**内容', '这是<strong>重点</strong>内容'],
  ['*多*', '<em>多</em>'],
])('%s is marked', (text, expected) => expect(shown(text)).toBe(expected))

test.each([
  '2*3*4 = 24',
  'snake_case_name and __init__',
  'alone * alone, ** alone, _ alone',
  'a * b * c',
  '*open',
  'close*',
  '****',
  '~~~~',
  '~once~',
  '>_< and >:(',
  '-5 degrees',
  '2024.5',
  '#1 of all',
  '`open',
  '[a](b)',
  '[a](/b)',
  '[a]()',
  '![',
  '<b>bold</b>',
  '\\*kept\\*',
  '\n\n  spaces  \n\n',
])('%s is text as it was typed', (text) => expect(shown(text)).toBe(text))

test.each([
  ['`a *b* <c>`', '<code>a *b* <c></code>'],
  ['```inline```', '<code>inline</code>'],
  ['``two``', '<code>two</code>'],
  ['before\n```js\nlet a = *1*\n\n- b\n```\nafter', '<p>before</p><pre><code>let a = *1*\n\n- b</code></pre><p>after</p>'],
  ['```\nnever closed', '<pre><code>never closed</code></pre>'],
  ['> quoted\n> *twice*\nmine', '<blockquote><p>quoted\n<em>twice</em></p></blockquote><p>mine</p>'],
  ['> > deeper', '<blockquote><blockquote><p>deeper</p></blockquote></blockquote>'],
  ['- a\n- b\n  more', '<ul><li><p>a</p></li><li><p>b\nmore</p></li></ul>'],
  ['* a\n* b', '<ul><li><p>a</p></li><li><p>b</p></li></ul>'],
  ['3. a\n4. b', '<ol 3><li><p>a</p></li><li><p>b</p></li></ol>'],
  ['- a\n  1. one\n  2. two\n- b', '<ul><li><p>a</p><ol 1><li><p>one</p></li><li><p>two</p></li></ol></li><li><p>b</p></li></ul>'],
  ['one\n\n- a\n\n\ntwo\n\nthree', '<p>one</p><ul><li><p>a</p></li></ul><p>two\n\nthree</p>'],
  ['1. a\n- b', '<ol 1><li><p>a</p></li></ol><ul><li><p>b</p></li></ul>'],
])('%j is a block', (text, expected) => expect(shown(text)).toBe(expected))

test.each([
  ['https://a.example/b_c_d?e=f&g=*', '<a https://a.example/b_c_d?e=f&g=>https://a.example/b_c_d?e=f&g=</a>*'],
  ['(see https://a.example/x_(y).)', '(see <a https://a.example/x_(y)>https://a.example/x_(y)</a>.)'],
  ['**https://a.example**', '<strong><a https://a.example/>https://a.example</a></strong>'],
  ['www.a.example!', '<a https://www.a.example/>www.a.example</a>!'],
  ['write to ann+b@mail.a.example.', 'write to <a mailto:ann+b@mail.a.example>ann+b@mail.a.example</a>.'],
  ['tel:+49-30-123', '<a tel:+49-30-123>tel:+49-30-123</a>'],
  ['[words *and* more](https://a.example/x)', '<a https://a.example/x>words <em>and</em> more</a>'],
  ['[call](tel:+4930123)', '<a tel:+4930123 (+4930123)>call</a>'],
  ['[write](mailto:a@b.example)', '<a mailto:a@b.example>write</a>'],
  ['![picture](https://a.example/x.png)', '!<a https://a.example/x.png>picture</a>'],
  ['[https://c.example](https://a.example)', '<a https://a.example/ (a.example)>https://c.example</a>'],
])('%s is a link', (text, expected) => expect(shown(text)).toBe(expected))

test.each([
  ['[bank.example](https://evil.example/bank.example)', 'evil.example'],
  ['[https://bank.example@evil.example](https://evil.example)', 'evil.example'],
  ['[bank.example/login](http://evil.example)', 'evil.example'],
  ['[ann@bank.example](mailto:eve@evil.example)', 'eve@evil.example'],
  ['[+49 30 111](tel:+190022)', '+190022'],
  ['[ｂank．example](https://evil.example)', 'evil.example'],
  ['[\u202Eelpmaxe.knab](https://evil.example)', 'evil.example'],
  ['[bank.\u200Bexample](https://evil.example)', 'evil.example'],
  ['[Go to bank.example now](https://evil.example)', 'evil.example'],
  ['[bank.example](https://xn--bnk-pla.example)', 'xn--bnk-pla.example'],
])('%s shows where it leads: %s', (text, aim) => {
  const [paragraph] = parse(text)
  expect(typeof paragraph === 'object' && paragraph.parts[0]).toMatchObject({ tag: 'a', aim })
})

test.each([
  '[bank.example](https://bank.example/x)',
  '[https://bank.example/x](https://bank.example/y)',
  'https://münchen.example',
  '[+49 (30) 11](tel:+493011)',
])('%s names no other address than its own', (text) => expect(shown(text)).toMatch(/^<a \S+>/))

test.each([
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](data:text/html,x)',
  '[x](vbscript:x)',
  '[x](blob:https://a.example/x)',
  '[x](file:///etc/passwd)',
  '[x](ftp://a.example)',
  '[x](//a.example)',
  '[x](https://user:pass@a.example)',
  '[x](https://bank.example@evil.example)',
  '[x](https://a.example/\u202Egnp.exe)',
  '[x](https://a.example/\u200Bx)',
  '[x](https://)',
  '[x](intent://x#Intent;end)',
  'javascript:alert(1)',
  'https://user@a.example',
])('%s leads nowhere', (text) => {
  expect(shown(text)).toBe(text)
})

test('what looks like a property of every object is text', () => {
  for (const word of ['__proto__', 'constructor', 'toString', '**__proto__**']) expect(words(parse(word))).toBe(word.replaceAll('*', ''))
})

test('whatever is typed: only marks go, nothing is added, and it ends', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '*',
      '**',
      '***',
      '_',
      '~~',
      '`',
      '```',
      '[',
      '](',
      ')',
      '> ',
      '- ',
      '1. ',
      '\n',
      ' ',
      '  ',
      'https://a.example',
      'a@b.example',
      '\u202E',
      '😀',
    ),
    fc.string({ maxLength: 5 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      const left = words(parse(text))
      // Each character of what is shown stands in what was typed, in the same order.
      let at = 0
      for (const character of left) {
        at = text.indexOf(character, at)
        expect(at).toBeGreaterThanOrEqual(0)
        at += character.length
      }
      // And without a mark or a block in it nothing at all is gone.
      if (!/[*_~`[\]>\n-]|\d[.)]|https|@/.test(text)) expect(left).toBe(text)
    }),
    { numRuns: 3_000 },
  )
})

const LONG = 20_000
test.each(
  [
    '*',
    '**a ',
    '*a ',
    '_a_ ',
    '`',
    '``a',
    '[',
    '[a](',
    '[a](x',
    '[](',
    '](',
    'https://',
    'https://(',
    'https://a(',
    'www.',
    '(',
    '((((a',
    'a@',
    'a.',
    'a@a.',
    '> ',
    '>\n',
    '- a\n',
    '  - a\n',
    '1. a\n',
    '```\n',
    '\n',
    ' ',
    '~~',
    '***a',
    '!',
    'https://!',
    '*_**_~~`[',
    '\u202E',
    '[a](https://a.example) ',
    '*a* ',
  ].map((piece) => [piece]),
)('%j, over and over, takes no longer than its length asks for, and makes no more than a bounded tree', (piece) => {
  const time = (length: number): number => {
    const text = piece.repeat(length / piece.length)
    const began = performance.now()
    parse(text)
    return performance.now() - began
  }
  const tree = parse(piece.repeat(LONG / piece.length))
  expect(count(tree)).toBeLessThanOrEqual(1_100)
  expect(depth(tree)).toBeLessThanOrEqual(30)
  // A quadratic one takes 100 times as long for 10 times as much; the least of several runs, and a floor for what the clock cannot tell.
  const least = (length: number): number => Math.min(...Array.from({ length: 5 }, () => time(length)))
  expect(least(LONG)).toBeLessThan(Math.max(40 * least(LONG / 10), 20))
})

test('a text that is longer than anybody types is shown as it is', () => {
  const text = '**a** '.repeat(4_000)
  expect(parse(text)).toEqual([text])
})
