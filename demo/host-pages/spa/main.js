import { createChat } from 'parlour'
import { routes } from './routes.js'

const chat = createChat({
  tokenUrl: '/token',
  startUrl: '/start',
  endUrl: '/end',
  rateUrl: '/rate',
  leaveUrl: '/leave',
  service: document.documentElement.dataset.service,
  serviceUrl: `ws://${location.host}/twilsock`,
})
chat.mount()

const main = document.getElementById('main')

/** Show the route of the address that we are at. */
function show() {
  const { title, paragraphs, question } = routes[location.pathname] ?? routes['/spa/']
  document.title = `${title} · Saltmarsh Pottery`
  const article = document.createElement('article')
  const heading = article.appendChild(document.createElement('h1'))
  heading.textContent = title
  for (const text of paragraphs) article.appendChild(document.createElement('p')).textContent = text
  const button = article.appendChild(document.createElement('button'))
  button.type = 'button'
  button.className = 'button'
  button.textContent = question
  button.addEventListener('click', () => chat.open())
  main.replaceChildren(article)
  for (const link of document.querySelectorAll('nav a')) {
    if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

/** Links inside the app change the route; all others, and those that are to open elsewhere, are the browser's. */
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || !(link.pathname in routes) || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  history.pushState(null, '', link.href)
  show()
})
addEventListener('popstate', show)
show()
