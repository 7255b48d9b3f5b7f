import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from '../../../demo/host-backend/same-site.ts'
import { type Rest, startRest } from '../rest/setup.ts'
import { type Host, ORIGIN, startHost } from './setup.ts'

let rest: Rest
beforeAll(async () => void (rest = await startRest()))
afterAll(() => rest.close())

interface Shape {
  readonly method?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}
const json = { 'Content-Type': 'application/json' }
const good = JSON.stringify({ reason: 'connect' })

const legal: Record<string, Shape> = {
  'a fetch from our page': { headers: { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', ...json } },
  'a fetch from our page in an old browser, without Sec-Fetch-Site': { headers: { Origin: ORIGIN, ...json } },
  'a fetch without Origin that the browser calls same-origin': { headers: { 'Sec-Fetch-Site': 'same-origin', ...json } },
  'a fetch from another page in the list': {
    headers: { Origin: 'http://localhost:4999', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors', ...json },
  },
  'JSON with a charset': { headers: { Origin: ORIGIN, 'Content-Type': 'Application/JSON; charset=utf-8' } },
}

const ours = { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' }
const evil = 'https://evil.example'
const illegal: Record<string, Shape & { readonly status: number }> = {
  'GET from our page': { method: 'GET', headers: { 'Sec-Fetch-Site': 'same-origin' }, status: 405 },
  'GET as a navigation from another website': {
    method: 'GET',
    headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    status: 405,
  },
  'HEAD from our page': { method: 'HEAD', headers: ours, status: 405 },
  'PUT from our page': { method: 'PUT', headers: { ...ours, ...json }, body: good, status: 405 },
  'a preflight from another website': {
    method: 'OPTIONS',
    headers: { Origin: evil, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' },
    status: 204,
  },
  'a form of another website': {
    headers: {
      Origin: evil,
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'reason=connect',
    status: 403,
  },
  'a form of another website that writes JSON into text/plain': {
    headers: { Origin: evil, 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'text/plain' },
    status: 403,
  },
  'a no-cors fetch of another website': {
    headers: { Origin: evil, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Content-Type': 'text/plain' },
    status: 403,
  },
  'a fetch from another website': {
    headers: { Origin: evil, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors', ...json },
    status: 403,
  },
  'a foreign Origin without Sec-Fetch-Site': { headers: { Origin: evil, ...json }, status: 403 },
  'a foreign Origin that claims to be same-origin': { headers: { Origin: evil, 'Sec-Fetch-Site': 'same-origin', ...json }, status: 403 },
  'the null origin of a sandboxed frame': { headers: { Origin: 'null', 'Sec-Fetch-Site': 'cross-site', ...json }, status: 403 },
  'the null origin that claims to be same-origin': { headers: { Origin: 'null', 'Sec-Fetch-Site': 'same-origin', ...json }, status: 403 },
  'a subdomain': { headers: { Origin: 'http://sub.localhost:4999', 'Sec-Fetch-Site': 'same-site', ...json }, status: 403 },
  'our host on another port': { headers: { Origin: 'http://127.0.0.1:5000', 'Sec-Fetch-Site': 'same-site', ...json }, status: 403 },
  'our host by another scheme': { headers: { Origin: 'https://127.0.0.1:4999', 'Sec-Fetch-Site': 'cross-site', ...json }, status: 403 },
  'an Origin that only begins like ours': { headers: { Origin: `${ORIGIN}.evil.example`, ...json }, status: 403 },
  'neither Origin nor Sec-Fetch-Site': { headers: json, status: 403 },
  'no Origin, same-site': { headers: { 'Sec-Fetch-Site': 'same-site', ...json }, status: 403 },
  'no Origin, cross-site': { headers: { 'Sec-Fetch-Site': 'cross-site', ...json }, status: 403 },
  'no Origin, typed by the user (none)': { headers: { 'Sec-Fetch-Site': 'none', ...json }, status: 403 },
  'no content type': { headers: ours, status: 415 },
  'our page with text/plain': { headers: { ...ours, 'Content-Type': 'text/plain' }, status: 415 },
  'our page with a form': {
    headers: { ...ours, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'reason=connect',
    status: 415,
  },
  'a content type that only begins like JSON': { headers: { ...ours, 'Content-Type': 'application/jsonp' }, status: 415 },
  'a body that is no JSON': { headers: { ...ours, ...json }, body: '{', status: 400 },
  'a body that is no object': { headers: { ...ours, ...json }, body: '["connect"]', status: 400 },
  'a reason that there is not': { headers: { ...ours, ...json }, body: '{"reason":"please"}', status: 400 },
  'a body of a megabyte': {
    headers: { ...ours, ...json },
    body: JSON.stringify({ reason: 'connect', pad: 'x'.repeat(2 ** 20) }),
    status: 413,
  },
}

async function ask(shape: Shape, { app }: Host) {
  const { method = 'POST', headers, body = good } = shape
  return app.request(new URL('/token', ORIGIN), { method, headers, ...(method === 'POST' || method === 'PUT' ? { body } : {}) })
}

describe('a token is given to', () => {
  test.each(Object.entries(legal))('%s', async (_, shape) => {
    const response = await ask(shape, await startHost(rest))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) })
    expect(response.headers.get('set-cookie')).toContain('parlour_visitor=')
  })
})

describe('no token and no cookie is given to', () => {
  test.each(Object.entries(illegal))('%s', async (_, shape) => {
    const response = await ask(shape, await startHost(rest))
    expect(response.status).toBe(shape.status)
    expect(await response.text()).not.toContain('eyJ')
    if (shape.status !== 400) expect(response.headers.get('set-cookie')).toBeNull()
    expect(response.headers.get('access-control-allow-origin')).not.toBe('*')
    expect(response.headers.get('access-control-allow-origin')).not.toBe(evil)
  })
})

test('every answer, good or bad, is stored nowhere and sniffed at by nobody', async () => {
  const host = await startHost(rest)
  for (const shape of [...Object.values(legal), ...Object.values(illegal)]) {
    const { headers } = await ask(shape, host)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test('only a listed page of another origin may read the answer, and it is named, never "*"', async () => {
  const listed = await ask(legal['a fetch from another page in the list'] ?? { headers: {} }, await startHost(rest))
  expect(listed.headers.get('access-control-allow-origin')).toBe('http://localhost:4999')
  expect(listed.headers.get('access-control-allow-credentials')).toBe('true')
  expect(listed.headers.get('vary')).toContain('Origin')
})

test.each(['/start', '/end', '/agent/token', '/agent/end', '/admin/remove'])(
  '%s refuses another website before it looks at cookies',
  async (path) => {
    const host = await startHost(rest)
    const response = await host.post(path, {}, { headers: { Origin: evil, 'Sec-Fetch-Site': 'cross-site' } })
    expect(response.status).toBe(403)
  },
)

test('reading needs no content type, but the same page', () => {
  const get = { method: 'GET', origin: undefined, fetchSite: 'same-origin', contentType: undefined }
  expect(refusal(get, [ORIGIN], 'GET')).toBeUndefined()
  expect(refusal({ ...get, fetchSite: 'none' }, [ORIGIN], 'GET')?.status).toBe(403)
  expect(refusal({ ...get, origin: evil }, [ORIGIN], 'GET')?.status).toBe(403)
})
