import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { createFakeChat, ready } from './fake-chat.ts'
import { picture } from './pictures.ts'
import { setup, settled, type Mounted } from './setup.ts'

const text = (name: string, content = 'abc'): File => new File([content], name, { type: 'text/plain' })
const box = page.getByRole('textbox', { name: 'Message' })
const send = page.getByRole('button', { name: 'Send message' })

async function open(options: Parameters<typeof setup>[1] = {}): Promise<Mounted & { readonly chooses: (...files: File[]) => void }> {
  const mounted = await setup(createFakeChat({ session: ready, open: true }), options)
  await expect.element(box).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Emoji' })).toBeVisible()
  return {
    ...mounted,
    chooses(...files) {
      const input = mounted.find('input[type=file]') as HTMLInputElement
      input.files = holding(...files).files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    },
  }
}

function holding(...files: File[]): DataTransfer {
  const data = new DataTransfer()
  for (const file of files) data.items.add(file)
  return data
}
const sent = ({ chat }: Mounted): unknown[] => chat.timeline.value.entries.map(({ body, media }) => body || media[0]!.filename)
const thumbs = (mounted: Mounted): number => mounted.root.querySelectorAll('.thumb img').length

function paste(mounted: Mounted, data: DataTransfer): boolean {
  const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true })
  return mounted.find('textarea').dispatchEvent(event)
}

test('a picture that is pasted is seen in the composer, and goes with the send button [D3]', async () => {
  const mounted = await open()
  expect(paste(mounted, holding(await picture(800, 600)))).toBe(false)
  await expect.poll(() => thumbs(mounted)).toBe(1)
  await expect.element(page.getByRole('img', { name: 'photo.jpg' })).toBeVisible()
  await send.click()
  await expect.poll(() => sent(mounted)).toEqual(['photo.jpg'])
  expect(mounted.chat.timeline.value.entries[0]!.attributes).toEqual({ parlour: { v: 1, media: [{ w: 800, h: 600 }] } })
  expect(thumbs(mounted)).toBe(0)
})

test('a file that is pasted is taken as well [D3]', async () => {
  const mounted = await open()
  expect(paste(mounted, holding(text('notes.txt')))).toBe(false)
  await expect.element(page.getByRole('button', { name: 'Remove notes.txt' })).toBeVisible()
})

test('text with HTML, and a picture of it, is pasted as text [D3]', async () => {
  const mounted = await open()
  const data = holding(await picture(80, 60, 'image/png', 'image.png'))
  data.setData('text/html', '<b>12</b>')
  data.setData('text/plain', '12')
  // Left to the browser, which puts the plain text in.
  expect(paste(mounted, data)).toBe(true)
  await box.click()
  const clipboard = holding()
  clipboard.setData('text/html', '<b onclick="alert(1)">bold</b>')
  clipboard.setData('text/plain', 'bold')
  expect(paste(mounted, clipboard)).toBe(true)
  await settled()
  expect(mounted.root.querySelectorAll('.thumb, .chip, b')).toHaveLength(0)
})

function drag(type: string, target: EventTarget, data: DataTransfer): boolean {
  return target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true, composed: true }))
}

test('files dragged anywhere on the page show where they can be dropped, and only the panel takes them [D4]', async () => {
  const mounted = await open()
  const data = holding(...Array.from({ length: 10 }, (_, at) => text(`${at}.txt`)))
  expect(drag('dragenter', document.body, data)).toBe(true)
  await expect.element(page.getByText('Drop files here')).toBeVisible()
  const panel = mounted.find('.panel').getBoundingClientRect()
  const zone = mounted.find('.drop').getBoundingClientRect()
  expect(zone.left >= panel.left && zone.right <= panel.right && zone.top >= panel.top && zone.bottom <= panel.bottom).toBe(true)
  // The page may do with it what it likes.
  expect(drag('dragover', document.body, data)).toBe(true)
  expect(drag('drop', document.body, data)).toBe(true)
  await settled()
  expect(mounted.root.querySelectorAll('.chip, .drop')).toHaveLength(0)
  drag('dragenter', mounted.find('.log'), data)
  expect(drag('dragover', mounted.find('.log'), data)).toBe(false)
  let heard = 0
  const listener = (): void => void (heard += 1)
  document.addEventListener('drop', listener)
  expect(drag('drop', mounted.find('.log'), data)).toBe(false)
  document.removeEventListener('drop', listener)
  expect(heard).toBe(0)
  await expect.poll(() => mounted.root.querySelectorAll('.chip').length).toBe(10)
  expect(mounted.root.querySelector('.drop')).toBeNull()
})

test('what is dragged and is no file is nobody’s concern, nor is a file where none are wanted [D4]', async () => {
  const mounted = await open({ options: { locale: 'en', attachments: false } })
  expect(mounted.root.querySelector('input[type=file]')).toBeNull()
  expect(drag('dragover', mounted.find('.log'), holding(text('a.txt')))).toBe(true)
  expect(paste(mounted, holding(text('a.txt')))).toBe(true)
  await settled()
  expect(mounted.root.querySelector('.drop')).toBeNull()
})

test('a drag that leaves the page without a word is over a moment later [D4]', async () => {
  const mounted = await open()
  drag('dragenter', document.body, holding(text('a.txt')))
  await expect.element(page.getByText('Drop files here')).toBeVisible()
  await expect.poll(() => mounted.root.querySelector('.drop'), { timeout: 3_000 }).toBeNull()
})

test('a button does the same from the keyboard: several files, taken out one by one, the focus stays near [D4]', async () => {
  const mounted = await open()
  const button = page.getByRole('button', { name: 'Attach files' })
  await expect.element(button).toBeVisible()
  const input = mounted.find('input[type=file]') as HTMLInputElement
  let asked = 0
  input.addEventListener('click', (event) => {
    event.preventDefault()
    asked += 1
  })
  ;(button.element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  expect(asked).toBe(1)
  expect(input.multiple).toBe(true)
  mounted.chooses(text('one.txt'), text('two.txt'))
  await expect.element(page.getByRole('button', { name: 'Remove two.txt' })).toBeVisible()
  ;(page.getByRole('button', { name: 'Remove one.txt' }).element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  expect(mounted.focused()?.getAttribute('aria-label')).toBe('Remove two.txt')
  await userEvent.keyboard('{Enter}')
  expect(mounted.focused()?.localName).toBe('textarea')
  expect(mounted.root.querySelector('.chip')).toBeNull()
})

test('a text goes first, then each file, and Enter sends them [D4]', async () => {
  const mounted = await open()
  await box.fill('look')
  mounted.chooses(text('one.txt'), text('two.txt'))
  await expect.element(page.getByRole('button', { name: 'Remove two.txt' })).toBeVisible()
  await box.click()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => sent(mounted)).toEqual(['look', 'one.txt', 'two.txt'])
  await expect.element(box).toHaveValue('')
  expect(mounted.root.querySelector('.chip')).toBeNull()
})

test('what cannot be taken is told in words, and the rest is taken [D5]', async () => {
  const mounted = await open({ options: { locale: 'en', attachments: { accept: 'text/plain,image/*', maxSize: 1_000, maxFiles: 2 } } })
  mounted.chooses(text('ok.txt'), text('empty.txt', ''), text('large.txt', 'x'.repeat(1_001)))
  await expect.element(page.getByText('empty.txt is empty.', { exact: true })).toBeVisible()
  await expect.element(page.getByText(/^large\.txt is larger than 1 kB\.$/)).toBeVisible()
  expect(mounted.spoken()).toMatch(/empty\.txt is empty\. large\.txt is larger/)
  await expect.element(page.getByRole('button', { name: 'Remove ok.txt' })).toBeVisible()
  mounted.chooses(new File(['x'], 'run.exe', { type: 'application/x-msdownload' }))
  await expect.element(page.getByText('Files such as run.exe are not accepted here.').first()).toBeVisible()
  mounted.chooses(text('two.txt'), text('three.txt'))
  await expect.element(page.getByText('At most 2 files at once.').first()).toBeVisible()
  expect(mounted.root.querySelectorAll('.chip')).toHaveLength(2)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  expect(mounted.root.querySelector('.problems')).toBeNull()
})

test('how far each file has come is told, and each can be cancelled [D5]', async () => {
  const mounted = await open()
  const { chat } = mounted
  chat.next = 'pending'
  mounted.chooses(text('one.txt', 'x'.repeat(100)), text('two.txt', 'x'.repeat(200)))
  await expect.element(page.getByRole('button', { name: 'Remove two.txt' })).toBeVisible()
  await send.click()
  await expect.poll(() => chat.timeline.value.entries.length).toBe(2)
  const [one, two] = chat.timeline.value.entries
  ;(one!.uploaded as { value: number }).value = 50
  ;(two!.uploaded as { value: number }).value = 50
  await expect.element(page.getByRole('progressbar', { name: '50% uploaded' })).toBeVisible()
  await expect.element(page.getByRole('progressbar', { name: '25% uploaded' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).first().click()
  await expect.poll(() => sent(mounted)).toEqual(['two.txt'])
  chat.settle(two!.key, 'sent')
  await expect.poll(() => mounted.root.querySelector('[role=progressbar]')).toBeNull()
})

test('a file that failed says so by its name, still shows what it is, and goes when it is tried again [D5]', async () => {
  const mounted = await open()
  const { chat } = mounted
  chat.next = 'failed'
  mounted.chooses(await picture(400, 300))
  await expect.poll(() => thumbs(mounted)).toBe(1)
  await send.click()
  await expect.element(page.getByText(/photo\.jpg was not uploaded\./)).toBeVisible()
  await expect.poll(() => mounted.root.querySelector<HTMLImageElement>('.look img')?.naturalWidth).toBe(400)
  chat.next = 'sent'
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => mounted.root.querySelector('.trouble')).toBeNull()
  expect(mounted.root.querySelector<HTMLImageElement>('.look img')?.src).toMatch(/^blob:/)
})

test('nothing of it is left to the next visitor', async () => {
  const mounted = await open()
  mounted.chooses(text('secret.txt'))
  await expect.element(page.getByRole('button', { name: 'Remove secret.txt' })).toBeVisible()
  mounted.chat.session.value = { status: 'closed' }
  await settled()
  mounted.chat.session.value = ready
  await settled()
  expect(mounted.root.textContent).not.toContain('secret')
})

test('a name that turns the direction of what follows cannot dress up its ending', async () => {
  const mounted = await open()
  mounted.chooses(text('photo\u202Egpj.exe'))
  await expect.poll(() => mounted.root.querySelector('.file-name')?.textContent).toBe('photogpj.exe')
})
