/** What the app shows at each address. */
export const routes = {
  '/spa/': {
    title: 'Glazes',
    paragraphs: [
      'Oyster, samphire, dusk and dune: four glazes, mixed in the boathouse from ash, sand and a little iron.',
      'This page is a small single-page app. It installs the chat from a packed tarball with npm, imports createChat, and goes from page to page without loading anew. The chat stays as it is: open or closed, with what you have written.',
    ],
    question: 'Ask us about a glaze',
  },
  '/spa/care': {
    title: 'Care',
    paragraphs: [
      'Everything we make goes into the dishwasher. Let a hot plate cool before it meets cold water, and keep teapots away from soap.',
    ],
    question: 'Ask us about a piece',
  },
  '/spa/orders': {
    title: 'Orders',
    paragraphs: ['We post on Tuesdays and Fridays. An order of six pieces or more is thrown for you and takes five weeks.'],
    question: 'Ask us about your order',
  },
}
