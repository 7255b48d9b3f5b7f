/** `npm run features`: prints and writes `docs/features.md` from the tests. Exits 1 when a feature has no test. */
import { writeFileSync } from 'node:fs'
import { featuresDocument, unproven } from './features.ts'

const text = featuresDocument()
writeFileSync('docs/features.md', text)
console.log(text)
const missing = unproven()
console.log(missing.length === 0 ? 'Every feature has a test.' : `Without a test: ${missing.join(', ')}`)
process.exitCode = missing.length === 0 ? 0 : 1
