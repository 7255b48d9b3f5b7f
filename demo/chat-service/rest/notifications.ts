import type { Service } from '../domain/types.ts'
import type { Form } from './form.ts'

interface Words {
  readonly prefix: string
  /** Events that a Service instance can send a push notification for: the parameter's word and the property's. */
  readonly events: Readonly<Record<string, string>>
}

/** The settings are kept under Chat's names. */
const vocabularies = {
  Chat: {
    prefix: 'Notifications.',
    events: {
      NewMessage: 'new_message',
      AddedToChannel: 'added_to_channel',
      RemovedFromChannel: 'removed_from_channel',
      InvitedToChannel: 'invited_to_channel',
    },
  },
  Conversations: {
    prefix: '',
    events: { NewMessage: 'new_message', AddedToConversation: 'added_to_channel', RemovedFromConversation: 'removed_from_channel' },
  },
} as const satisfies Record<string, Words>

/** `Notifications.NewMessage.Enabled` and its like laid over what is set already; undefined when none was sent. */
export function readNotifications(
  form: Form,
  current: Service['notifications'],
  vocabulary: keyof typeof vocabularies = 'Chat',
): Service['notifications'] | undefined {
  const { prefix, events } = vocabularies[vocabulary]
  const changes = Object.entries(events).flatMap(([word, property]) => {
    const before = current[property]
    const settings = readEvent(form, prefix + word, word === 'NewMessage', isRecord(before) ? before : {})
    return settings.length === 0 ? [] : [[property, { ...(isRecord(before) ? before : {}), ...Object.fromEntries(settings) }] as const]
  })
  const all = [...changes, ...present({ log_enabled: form.flag(`${prefix}LogEnabled`) })]
  return all.length === 0 ? undefined : { ...current, ...Object.fromEntries(all) }
}

function readEvent(form: Form, parameter: string, isMessage: boolean, before: Record<string, unknown>) {
  const withMedia = present({
    enabled: form.flag(`${parameter}.WithMedia.Enabled`),
    template: form.text(`${parameter}.WithMedia.Template`),
  })
  return present({
    enabled: form.flag(`${parameter}.Enabled`),
    template: form.text(`${parameter}.Template`),
    sound: form.text(`${parameter}.Sound`),
    badge_count_enabled: isMessage ? form.flag(`${parameter}.BadgeCountEnabled`) : undefined,
    with_media:
      isMessage && withMedia.length > 0
        ? { enabled: false, ...(isRecord(before['with_media']) ? before['with_media'] : {}), ...Object.fromEntries(withMedia) }
        : undefined,
  })
}

const present = (settings: Record<string, unknown>) => Object.entries(settings).filter(([, value]) => value !== undefined)
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
