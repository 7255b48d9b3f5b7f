import type { Contender } from './contender.ts'
import { serve } from './in-page.ts'
import { isOwn, textOf } from './texts.ts'

/** The least that a page can do: an element for each Message, and nothing else. */
function floor(): Contender {
  const frame = document.createElement('div')
  frame.className = 'floor'
  const box = document.createElement('div')
  const list = document.createElement('ol')
  const field = document.createElement('textarea')
  box.append(list)
  frame.append(box, field)

  function row(number: number): HTMLLIElement {
    const item = document.createElement('li')
    const bubble = document.createElement('div')
    bubble.textContent = textOf(number)
    if (isOwn(number)) item.className = 'own'
    item.append(bubble)
    return item
  }
  let count = 0
  return {
    prepare: (wanted) => void (count = wanted),
    draw() {
      for (let number = 0; number < count; number += 1) list.append(row(number))
      document.body.append(frame)
      box.scrollTop = box.scrollHeight
    },
    box: () => box,
    field: () => field,
    newest: () => list.lastElementChild,
  }
}

serve(floor())
