import { createElement, type ComponentChildren } from 'preact'
import { parse, type Part } from './markdown.ts'

/** Of every link that somebody else chose: a page behind it learns nothing of this one. */
export const OUT = { rel: 'noopener noreferrer nofollow', target: '_blank' }

function draw(part: Part): ComponentChildren {
  if (typeof part === 'string') return part
  const { tag, parts, start, href, aim } = part
  const about = tag === 'a' ? { href, ...OUT } : tag === 'pre' ? { dir: 'ltr' } : { start }
  return createElement(tag, about as object, parts.map(draw), aim && <bdi> ({aim})</bdi>)
}

/** What somebody wrote, as elements and text nodes of ours. */
export const drawText = (body: string, lang?: string): ComponentChildren => (
  <div class="body" dir="auto" lang={lang}>
    {parse(body).map(draw)}
  </div>
)
