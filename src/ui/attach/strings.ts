import type { Text } from '../strings.ts'

/** The texts of what is attached and not sent yet. */
export const english = {
  removeFile: 'Remove {name}',
  fileTooLarge: '{name} is larger than {size}.',
  fileEmpty: '{name} is empty.',
  fileType: 'Files such as {name} are not accepted here.',
  tooManyFiles: { one: 'At most {count} file at once.', other: 'At most {count} files at once.' },
  dropHere: 'Drop files here',
} satisfies Record<string, Text>
