import type { Scene } from '../scene.ts'
import { isOver, type State } from '../state.ts'

/** The end of a conversation. */
export const after: readonly State[] = [
  {
    id: 'ending',
    title: 'The question before the end',
    async play({ click, find }) {
      await find('.row')
      await click('button.end')
    },
  },
  {
    id: 'end-failed',
    title: 'The end failed',
    answers: { end: { status: 500 } },
    async play({ find, until, root }) {
      await find('.row')
      // Again, where what ends it was not loaded yet.
      await until(() => {
        if (root.querySelector('.status.bad')) return true
        ;(root.querySelector<HTMLElement>('.status .quiet.bad') ?? root.querySelector<HTMLElement>('button.end'))?.click()
        return false
      })
    },
  },
  { id: 'ended', title: 'Ended', play: isOver },
  {
    id: 'restart-failed',
    title: 'Ended, and starting anew failed',
    answers: { start: { status: 500 } },
    async play(scene) {
      await isOver(scene)
      await scene.click('.ended .main')
      await scene.find('.ended .bad')
    },
  },
  ...(['stars', 'thumbs', 'scale'] as const).map((rating) => ({
    id: `rating-${rating}`,
    title: `The rating, as ${rating}`,
    options: { rateUrl: '/gallery/rate', rating },
    async play(scene: Scene) {
      await isOver(scene)
      await scene.find('.rating')
    },
  })),
  {
    id: 'rating-chosen',
    title: 'The rating, chosen',
    options: { rateUrl: '/gallery/rate' },
    async play(scene) {
      await isOver(scene)
      ;(await scene.find('.choice:nth-child(4) input')).click()
      await scene.fill('.comment', 'Quick and kind')
    },
  },
  {
    id: 'rating-comment',
    title: 'The rating, with a comment that could not be sent',
    options: { rateUrl: '/gallery/rate' },
    answers: { rate: { status: 500 } },
    async play(scene) {
      await isOver(scene)
      ;(await scene.find('.choice:nth-child(4) input')).click()
      await scene.click('.rating .tell')
      await scene.find('.rating .bad')
    },
  },
  {
    id: 'rated',
    title: 'Rated',
    options: { rateUrl: '/gallery/rate' },
    answers: { rate: { status: 200 } },
    async play(scene) {
      await isOver(scene)
      ;(await scene.find('.choice:nth-child(5) input')).click()
      await scene.click('.rating .tell')
      await scene.find('.ended > .strong')
    },
  },
]
