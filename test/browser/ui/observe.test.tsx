import { signal } from '@preact/signals-core'
import { Component, render, type ComponentChildren } from 'preact'
import { expect, onTestFinished, test } from 'vitest'
import { view, type Own } from '../../../src/ui/observe.ts'
import { settled } from './setup.ts'

class Root extends Component<{ readonly children: ComponentChildren }> {
  override getChildContext(): object {
    return { chat: 'the chat' }
  }

  override render(): ComponentChildren {
    return this.props.children
  }
}

function mount(draw: () => ComponentChildren): { readonly box: HTMLElement; again(): void; unmount(): void } {
  const box = document.body.appendChild(document.createElement('div'))
  const again = (): void => render(<Root>{draw()}</Root>, box)
  again()
  onTestFinished(() => box.remove())
  return { box, again, unmount: () => render(null, box) }
}

test('is drawn again when a signal that it read has changed, and only then', async () => {
  const read = signal('a')
  const other = signal('x')
  let drawn = 0
  const Word = view(() => () => {
    drawn += 1
    return <p>{read.value}</p>
  })
  const { box } = mount(() => <Word />)
  other.value = 'y'
  await settled()
  expect(drawn).toBe(1)
  read.value = 'b'
  await settled()
  expect([box.textContent, drawn]).toEqual(['b', 2])
})

test('follows the signals of its last drawing, not those of an earlier one', async () => {
  const which = signal(true)
  const first = signal('first')
  const second = signal('second')
  let drawn = 0
  const Word = view(() => () => {
    drawn += 1
    return which.value ? first.value : second.value
  })
  const { box } = mount(() => <Word />)
  which.value = false
  await settled()
  first.value = 'nobody looks'
  await settled()
  expect([box.textContent, drawn]).toEqual(['second', 2])
})

test('is drawn again for another prop, and not for the same ones; its setup ran once', () => {
  let setups = 0
  let drawn = 0
  const Word = view<{ readonly text: string }>(() => {
    setups += 1
    return ({ text }) => {
      drawn += 1
      return text
    }
  })
  let text = 'a'
  const { box, again } = mount(() => <Word text={text} />)
  again()
  expect(drawn).toBe(1)
  text = 'b'
  again()
  expect([box.textContent, drawn, setups]).toEqual(['b', 2, 1])
})

test('gets the Ui as it is handed down, hears when it was drawn, and ends with its element', async () => {
  const read = signal(0)
  const seen: unknown[] = []
  let own: Own | undefined
  const Word = view((ui, mine) => {
    own = mine
    seen.push(ui.chat)
    mine.onDrawn(() => seen.push(document.querySelector('#word')?.textContent))
    return () => <p id="word">{read.value}</p>
  })
  const { unmount } = mount(() => <Word />)
  read.value = 1
  await settled()
  expect(seen).toEqual(['the chat', '0', '1'])
  expect(own?.signal.aborted).toBe(false)
  unmount()
  expect(own?.signal.aborted).toBe(true)
  read.value = 2
  await settled()
  expect(seen).toHaveLength(3)
})
