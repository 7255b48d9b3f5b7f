import type { Switches } from './switches.ts'

/**
 * Has the styles of `root` answer as if the visitor's system had asked for it: a page cannot change what a media query
 * says, but what the rule asks. New sheets too, until `signal` ends.
 */
export function pretend(root: ShadowRoot, { contrast, motion }: Switches, signal: AbortSignal): void {
  const answers: readonly (readonly [query: string, holds: boolean])[] = [
    ...(motion === 'auto' ? [] : ([['(prefers-reduced-motion: no-preference)', motion === 'full']] as const)),
    ...(contrast === 'auto'
      ? []
      : ([
          ['(prefers-contrast: more)', contrast === 'more'],
          ['(forced-colors: active)', contrast === 'forced'],
        ] as const)),
  ]
  const done = new WeakSet<CSSStyleSheet>()
  function answer(sheet: CSSStyleSheet): void {
    done.add(sheet)
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSMediaRule)) continue
      for (const [query, holds] of answers) {
        if (rule.media.mediaText.includes(query)) rule.media.mediaText = rule.media.mediaText.replace(query, holds ? 'all' : 'not all')
      }
    }
  }
  const look = (): void => {
    if (signal.aborted) return
    root.adoptedStyleSheets.filter((sheet) => !done.has(sheet)).forEach(answer)
    requestAnimationFrame(look)
  }
  if (answers.length > 0) look()
}
