import type { Ui } from '../context.ts'
import type { Item } from '../menu/items.ts'
import { choose, isChosen } from './choices.ts'
import { askForNotifications, standing } from './desktop.ts'
import { bellOffPath, bellPath, mutePath, soundPath } from './icons.ts'

/** What the visitor can choose in the menu of the header. Read when it is opened. */
export function noticeItems({ options, words, spoken }: Ui): readonly Item[] {
  const { sound = true, notifications = true } = options.value
  const items: Item[] = []
  const tell = (answer: ReturnType<typeof standing>): void => {
    if (answer === 'blocked') spoken.value = words.peek().text('notifyBlocked')
  }
  if (sound && typeof AudioContext !== 'undefined') {
    const muted = isChosen('mute')
    items.push({ key: muted ? 'unmute' : 'mute', icon: muted ? soundPath : mutePath, act: () => choose('mute', !muted) })
  }
  const now = notifications ? standing() : 'impossible'
  if (now === 'blocked') items.push({ key: 'notifyBlocked', icon: bellOffPath, act: () => {} })
  else if (now !== 'impossible') {
    items.push({
      key: 'notify',
      icon: bellPath,
      checked: now === 'on',
      act() {
        if (now === 'on') return choose('notify', false)
        askForNotifications().then(tell, () => {})
      },
    })
  }
  return items
}
