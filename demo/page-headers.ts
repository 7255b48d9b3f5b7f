/**
 * Headers of the pages behind the counter (console, QA panel): scripts and styles from files of ours only, no HTML out of
 * strings, in nobody's frame.
 */
export function pageHeaders(host: string): Record<string, string> {
  return {
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src 'self' ws://${host}`,
      "img-src 'self' blob:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
      'report-uri /csp/reports',
    ].join('; '),
  }
}
