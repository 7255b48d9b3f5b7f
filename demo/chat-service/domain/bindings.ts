import { invalid } from './errors.ts'
import type { BindingType, MessagingBinding } from './types.ts'

/** How a back end or a client names a binding; the type follows from the address. */
export interface NewBinding {
  readonly address?: string | undefined
  readonly proxyAddress?: string | undefined
  readonly projectedAddress?: string | undefined
  readonly name?: string | undefined
  readonly level?: 'to' | 'cc' | undefined
}

/** null takes an address off. */
export interface BindingChanges {
  readonly proxyAddress?: string | null | undefined
  readonly projectedAddress?: string | null | undefined
}

/** Without what marks the network: a phone number (E.164), or what the network itself calls somebody. */
const phone = /^\+[1-9]\d{6,14}$/
const mail = /^[^\s@:/?#%\\]{1,64}@[^\s@:/?#%\\]{1,190}$/
const prefixed = /^(whatsapp|messenger|gbm|rcs|apple):([^\s/?#%\\]{1,200})$/

/** @throws ApiError 400 for what is no address of any network that is known here */
export function bindingTypeOf(what: string, address: string): BindingType {
  const network = prefixed.exec(address)
  if (network) {
    const [, type, rest] = network as unknown as [string, BindingType, string]
    if (type === 'whatsapp' && !phone.test(rest)) throw invalid(`${what} must be whatsapp: and a phone number such as +15551234567`)
    return type
  }
  if (phone.test(address)) return 'sms'
  if (mail.test(address)) return 'email'
  throw invalid(
    `${what} must be a phone number such as +15551234567, a mail address, or whatsapp:, messenger:, gbm:, rcs: or apple: with a name`,
  )
}

/**
 * A Member's binding. A User may bear a projected address only; anybody else needs an address of its own, and one of ours
 * that it is in contact with, unless it takes part in a Group MMS.
 * @throws ApiError 400
 */
export function checkBinding(identity: string | undefined, given: NewBinding | undefined): MessagingBinding | null {
  const { address, proxyAddress, projectedAddress, name, level } = given ?? {}
  if (projectedAddress !== undefined && !phone.test(projectedAddress)) {
    throw invalid('MessagingBinding.ProjectedAddress must be a phone number such as +15551234567')
  }
  if (identity !== undefined) {
    if (address !== undefined || proxyAddress !== undefined)
      throw invalid('A Member has an Identity or a MessagingBinding.Address, not both')
    if (projectedAddress === undefined) return null
    return { type: 'sms', address: null, proxyAddress: null, projectedAddress, name: null, level: null }
  }
  if (address === undefined) throw invalid('Identity or MessagingBinding.Address is required')
  const type = bindingTypeOf('MessagingBinding.Address', address)
  if (proxyAddress !== undefined && bindingTypeOf('MessagingBinding.ProxyAddress', proxyAddress) !== type) {
    throw invalid('MessagingBinding.Address and ProxyAddress must be of the same network')
  }
  if (proxyAddress === undefined && type !== 'sms') throw invalid('MessagingBinding.ProxyAddress is required')
  return {
    type,
    address,
    proxyAddress: proxyAddress ?? null,
    projectedAddress: projectedAddress ?? null,
    name: type === 'email' ? (name ?? null) : null,
    level: type === 'email' ? (level ?? 'to') : null,
  }
}
