export { createChat } from './create-chat.ts'
export { readAttributes } from './read-options.ts'
export { ChatError } from './chat/errors.ts'
export type { ParlourChat } from './api.ts'
export type { GreetEventDetail, MessageEventDetail, ParlourEvents, PublicState } from './events.ts'
export type {
  AttachmentOptions,
  ChatSdk,
  Day,
  FileToCheck,
  FileVerdict,
  Greeting,
  Hooks,
  Hours,
  ParlourOptions,
  PreChatField,
  TokenReason,
  TokenSource,
  Translate,
} from './options.ts'
export type { MessageSlotContext, SlotContext, Slots } from './slots.ts'
export type { ChatErrorCode } from './chat/errors.ts'
