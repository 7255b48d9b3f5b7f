/** In place of `@twilio/deprecation-decorator`, which warns on the host's console of methods that nobody calls. */
export const deprecated = () => (): void => {}
export const deprecationWarning = (): void => {}
