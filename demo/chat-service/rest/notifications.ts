import type { Service } from '../domain/types.ts'
import type { Form } from './form.ts'

/** Events that a Service instance can send a push notification for: the parameter's word and the property's. */
const events = {
  NewMessage: 'new_message',
  AddedToChannel: 'added_to_channel',
  RemovedFromChannel: 'removed_from_channel',
  InvitedToChannel: 'invited_to_channel',
} as const

/** `Notifications.NewMessage.Enabled` and its like laid over what is set already; undefined when none was sent. */
export function readNotifications(form: Form, current: Service['notifications']): Service['notifications'] | undefined {
  const changes = Object.entries(events).flatMap(([word, property]) => {
    const prefix = `Notifications.${word}`
    const settings = present({
      enabled: form.flag(`${prefix}.Enabled`),
      template: form.text(`${prefix}.Template`),
      sound: form.text(`${prefix}.Sound`),
      badge_count_enabled: word === 'NewMessage' ? form.flag(`${prefix}.BadgeCountEnabled`) : undefined,
    })
    const before = current[property]
    return settings.length === 0 ? [] : [[property, { ...(isRecord(before) ? before : {}), ...Object.fromEntries(settings) }] as const]
  })
  const all = [...changes, ...present({ log_enabled: form.flag('Notifications.LogEnabled') })]
  return all.length === 0 ? undefined : { ...current, ...Object.fromEntries(all) }
}

const present = (settings: Record<string, unknown>) => Object.entries(settings).filter(([, value]) => value !== undefined)
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
