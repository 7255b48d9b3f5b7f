/** In place of `quick-lru`: a map that forgets what was set first. Its two caches belong to methods that nobody calls. */
export default class QuickLru<Key, Value> extends Map<Key, Value> {
  private readonly most: number

  constructor({ maxSize }: { readonly maxSize: number }) {
    super()
    this.most = maxSize
  }

  override set(key: Key, value: Value): this {
    super.set(key, value)
    const [oldest] = this.keys()
    if (this.size > this.most && oldest !== undefined) this.delete(oldest)
    return this
  }
}
