import { serve } from './in-page.ts'
import { numberIn } from './texts.ts'

/** The bench's hands in a page with the built widget. */
export function serveWidget(host: HTMLElement, draw: () => void): void {
  const find = <T extends Element>(selector: string): T | null => host.shadowRoot?.querySelector<T>(selector) ?? null
  serve({
    prepare: () => {},
    draw,
    box: () => find<HTMLElement>('[role="log"]'),
    field: () => find<HTMLElement>('textarea'),
    newest: () => find('[role="log"] ol > li:last-child'),
    numbers: () => [...host.shadowRoot!.querySelectorAll('.body')].map(({ textContent }) => numberIn(textContent)),
    isRow: (element) => element.closest('li') !== null,
  })
}
