/** In place of `core-js/*`: every browser that we support has all of it. */
export default undefined
