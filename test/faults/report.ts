/** `npm run faults:report`: writes `docs/faults.md` from the results that the runs have left. */
import { writeFileSync } from 'node:fs'
import { faultsDocument } from './report/document.ts'
import { readResults } from './report/results.ts'

writeFileSync('docs/faults.md', faultsDocument(readResults()))
