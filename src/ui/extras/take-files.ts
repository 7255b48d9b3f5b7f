import { ChatError } from '../../chat/errors.ts'
import type { Attachments } from '../attach/attachments.ts'
import type { Ui } from '../context.ts'

/** What goes with the next Message: its code is loaded with the first file. null where it cannot be had, which is told. */
export async function openAttachments(ui: Ui): Promise<Attachments | null> {
  const loaded = await import('../attach/index.ts').catch(() => null)
  if (!loaded) {
    ui.notice.value = { kind: 'acted', error: new ChatError('network', 'The code for files could not be loaded', { retryable: true }) }
    return null
  }
  ui.learn(loaded)
  return (ui.attachments.value ??= loaded.createAttachments(ui))
}

export async function takeFiles(ui: Ui, files: readonly File[]): Promise<void> {
  if (files.length > 0) (await openAttachments(ui))?.add(files)
}

/** null: the host wants none. */
export const attachmentOptions = ({ options }: Pick<Ui, 'options'>) => {
  const { attachments = {} } = options.value
  return attachments === false ? null : attachments
}

/** What is pasted as files. Text beside a picture of it, as office programs give both, is pasted as text. */
export function pastedFiles(data: DataTransfer | null): readonly File[] {
  const files = [...(data?.files ?? [])]
  const text = data?.getData('text/plain').trim()
  return text && !files.some(({ name }) => text.includes(name)) ? [] : files
}

/** A folder comes as an empty file without a type. */
export const droppedFiles = (data: DataTransfer | null): readonly File[] =>
  [...(data?.items ?? [])].flatMap((item) =>
    item.kind === 'file' && !item.webkitGetAsEntry?.()?.isDirectory ? (item.getAsFile() ?? []) : [],
  )
