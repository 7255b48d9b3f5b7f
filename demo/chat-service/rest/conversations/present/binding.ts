import type { MessagingBinding } from '../../../domain/types.ts'

const present = ({ type, address, proxyAddress, projectedAddress, name, level }: MessagingBinding) => ({
  type,
  address,
  proxy_address: proxyAddress,
  projected_address: projectedAddress,
  name,
  level,
})

/** Only what it has, as Twilio shows it of a participant. */
export const presentBinding = (binding: MessagingBinding | null) =>
  binding && Object.fromEntries(Object.entries(present(binding)).filter(([, value]) => value !== null))

/** With what it has not, as Twilio shows it beside a conversation. */
export const presentWholeBinding = (binding: MessagingBinding | null) => binding && present(binding)
