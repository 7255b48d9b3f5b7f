import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const sides = 'left|right|top|bottom'
/** Words that name a side of the screen and not of the text. */
const physical = [
  new RegExp(`(?<![\\w-])(margin|padding|border|inset|scroll-margin|scroll-padding|overflow)-(${sides})\\b`),
  new RegExp(`(?<![\\w-])border-(top|bottom)-(left|right)-radius`),
  new RegExp(`(?<![\\w-])(${sides}|width|height|(min|max)-(width|height))\\s*:(?![^(]*\\))`),
  /(?<![\w-])(text-align|float|clear)\s*:\s*(left|right)/,
  // With four values the second is the right side; with one to three both sides are alike.
  /(?<![\w-])(margin|padding|inset)\s*:\s*(?:(?:[\w.%-]+|\w+\([^;]*?\))\s+){3}[\w.%-]/,
]

/** Each line of ours that names a physical side; conditions of media, and safe areas of the device, are physical by nature. */
function physicalLines(css: string): string[] {
  return css
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .split('\n')
    .filter((line) => !/^\s*@media/.test(line))
    .map((line) => line.replaceAll(/env\([^)]*\)/g, ''))
    .filter((line) => physical.some((pattern) => pattern.test(line)))
}

test('the styles of the widget name starts and ends, never left and right, nor width and height [G6]', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'))
  expect(files.length).toBeGreaterThan(5)
  expect(files.flatMap((file) => physicalLines(readFileSync(`src/${file}`, 'utf8')).map((line) => `${file}: ${line.trim()}`))).toEqual([])
})

test('the search finds what it is for', () => {
  const wrong = [
    'margin-left: 1em',
    'left: 0',
    'text-align: right',
    'border-top-left-radius: 1em',
    'width: 2em',
    'max-height: 3em',
    'padding: 1em 2em 3em 4em',
    'float: left',
  ]
  const right = [
    'margin-inline-start: 1em',
    'padding: 1em 2em',
    'inset-inline: 0 auto',
    'border-end-start-radius: 1em',
    'max-inline-size: 3em',
    '@media (max-width: 480px) {',
  ]
  expect(wrong.map((line) => physicalLines(`  ${line}`).length)).toEqual(wrong.map(() => 1))
  expect(right.flatMap((line) => physicalLines(`  ${line}`))).toEqual([])
})
