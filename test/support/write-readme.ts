/** `npm run docs`: writes the tables of the README, `docs/languages.md` and `docs/rest-operations.md`, from the code. */
import { readFileSync, writeFileSync } from 'node:fs'
import { languagesDocument } from './languages.ts'
import { operationsDocument } from './operations.ts'
import { withTables } from './readme-tables.ts'

writeFileSync('README.md', withTables(readFileSync('README.md', 'utf8')))
writeFileSync('docs/rest-operations.md', operationsDocument())
writeFileSync('docs/languages.md', await languagesDocument())
