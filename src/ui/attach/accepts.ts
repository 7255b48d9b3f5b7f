/** As the `accept` of a file field: types, `image/*`, `.pdf`, separated by commas; empty takes all. */
export function accepts(accept: string, { name, type }: Pick<File, 'name' | 'type'>): boolean {
  const wanted = accept
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  const [given, ending] = [type.toLowerCase(), name.toLowerCase()]
  return (
    wanted.length === 0 ||
    wanted.some((each) =>
      each.startsWith('.') ? ending.endsWith(each) : each.endsWith('/*') ? given.startsWith(each.slice(0, -1)) : given === each,
    )
  )
}
