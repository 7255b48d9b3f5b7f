import { expect, onTestFinished, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { createFakeChat, ready } from './fake-chat.ts'
import { setup, type Mounted } from './setup.ts'

/** A microphone in front of which a tone sounds; whether it is off again. */
function plugIn(): { readonly isOff: () => boolean } {
  const context = new AudioContext()
  const tone = context.createOscillator()
  const line = context.createMediaStreamDestination()
  tone.connect(line)
  tone.start()
  const asked = vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async () => {
    await context.resume()
    return line.stream
  })
  onTestFinished(() => {
    asked.mockRestore()
    void context.close()
  })
  return { isOff: () => line.stream.getTracks().every(({ readyState }) => readyState === 'ended') }
}

const button = (name: string) => page.getByRole('button', { name, exact: true })

async function open(options: object = {}): Promise<Mounted> {
  return setup(createFakeChat({ session: ready, open: true }), { options: { locale: 'en', ...options } })
}

const time = ({ root }: Mounted): string | null | undefined => root.querySelector('[role=timer]')?.textContent

test('a voice message is recorded, held on, gone on with, stopped, heard and sent [D7]', async () => {
  const microphone = plugIn()
  const mounted = await open()
  await button('Record a voice message').click()
  await expect.element(page.getByRole('group', { name: 'Recording' })).toBeVisible()
  await expect.poll(() => time(mounted), { timeout: 5_000 }).toBe('0:01')
  await button('Pause').click()
  await expect.element(button('Continue')).toBeVisible()
  await button('Continue').click()
  await button('Stop').click()
  await expect.poll(() => microphone.isOff()).toBe(true)
  await expect.element(button('Play')).toBeVisible()
  await expect.element(page.getByRole('slider', { name: 'Voice message' })).toBeVisible()
  const sound = mounted.find('.tray audio') as HTMLAudioElement
  await expect.poll(() => `${sound.error?.message ?? 'good'} ${sound.readyState > 0}`, { timeout: 5_000 }).toBe('good true')
  await button('Send message').click()
  await expect.poll(() => mounted.chat.timeline.value.entries.length).toBe(1)
  const { media, attributes } = mounted.chat.timeline.value.entries[0]!
  expect(media[0]!.contentType).toBe('audio/webm')
  expect(media[0]!.filename).toBe('voice-message.webm')
  const [facts] = (attributes['parlour'] as { media: [{ ms: number; wave: number[] }] }).media
  expect(facts.ms).toBeGreaterThan(500)
  expect(Math.max(...facts.wave)).toBeGreaterThan(5)
  await expect.element(page.getByRole('group', { name: 'Voice message' })).toBeVisible()
})

test('a recording can be thrown away, and the microphone is off then [D7]', async () => {
  const microphone = plugIn()
  const mounted = await open()
  await button('Record a voice message').click()
  await expect.element(button('Pause')).toBeVisible()
  await button('Remove').click()
  await expect.poll(() => microphone.isOff()).toBe(true)
  expect(mounted.root.querySelector('.recorder, .chip')).toBeNull()
  await expect.poll(() => mounted.focused()?.localName).toBe('textarea')
})

test('the send button ends a recording and sends it [D7]', async () => {
  const microphone = plugIn()
  const mounted = await open()
  await button('Record a voice message').click()
  await expect.poll(() => mounted.root.querySelector('.live')).toBeTruthy()
  await expect.poll(() => time(mounted), { timeout: 5_000 }).toBe('0:01')
  await button('Send message').click()
  await expect.poll(() => mounted.chat.timeline.value.entries.length).toBe(1)
  expect(microphone.isOff()).toBe(true)
})

test('where only MP4 can be recorded, that is [D7]', async () => {
  plugIn()
  const supports = vi.spyOn(MediaRecorder, 'isTypeSupported').mockImplementation((type) => type === 'audio/mp4')
  onTestFinished(() => supports.mockRestore())
  const mounted = await open()
  await button('Record a voice message').click()
  await expect.poll(() => time(mounted), { timeout: 5_000 }).toBe('0:01')
  await button('Send message').click()
  await expect.poll(() => mounted.chat.timeline.value.entries.length).toBe(1)
  expect(mounted.chat.timeline.value.entries[0]!.media[0]).toMatchObject({ contentType: 'audio/mp4', filename: 'voice-message.m4a' })
})

test('a microphone that may not be used is explained, on the screen and aloud [D7]', async () => {
  const asked = vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('no', 'NotAllowedError'))
  onTestFinished(() => asked.mockRestore())
  const mounted = await open()
  await button('Record a voice message').click()
  const help = 'The microphone cannot be used. Allow it in the settings of your browser.'
  await expect.poll(() => mounted.root.querySelector('.recorder .bad')?.textContent).toBe(help)
  expect(mounted.spoken()).toBe(help)
  await button('Dismiss').click()
  await expect.element(button('Record a voice message')).toBeVisible()
})

test('there is no microphone where it is not wanted, and none beside a text', async () => {
  const mounted = await open()
  await expect.element(button('Record a voice message')).toBeVisible()
  await page.getByRole('textbox', { name: 'Message' }).fill('text')
  await expect.poll(() => mounted.root.querySelectorAll('[aria-label="Record a voice message"]').length).toBe(0)
  mounted.chat.setDraft('')
  mounted.ui.update({ voice: false })
  await expect.poll(() => mounted.root.querySelectorAll('[aria-label="Attach files"]').length).toBe(1)
  expect(mounted.root.querySelector('[aria-label="Record a voice message"]')).toBeNull()
})
