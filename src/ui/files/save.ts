/** To the visitor's device. Where a browser does not save what comes from another origin it shows it, in a tab of its own. */
export function save(url: string, name: string): void {
  const link = document.createElement('a')
  Object.assign(link, { href: url, download: name, target: '_blank', rel: 'noopener noreferrer' })
  link.click()
}
