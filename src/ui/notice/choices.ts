import { attempt } from '../../lib/attempt.ts'

/** What the visitor chose on this device, in a menu: it stays after a logout, as the choice of a person and not of an account. */
export type Choice = 'mute' | 'notify'

/** Where storage is barred a choice lives as long as the page. */
const chosen = new Map<Choice, boolean>()

/** Asked for at the moment of use: another tab may have changed it. */
export const isChosen = (choice: Choice): boolean =>
  attempt(() => localStorage.getItem(`parlour:${choice}`) !== null) ?? chosen.get(choice) ?? false

export function choose(choice: Choice, on: boolean): void {
  chosen.set(choice, on)
  attempt(() => (on ? localStorage.setItem(`parlour:${choice}`, '1') : localStorage.removeItem(`parlour:${choice}`)))
}
