/** Within a shadow root only some browsers tell by the root. */
type SelectionRoot = Node & { getSelection?: () => Selection | null }

/** Some of the text in `element` is selected. */
export function holdsSelection(element: Element): boolean {
  const root = element.getRootNode() as SelectionRoot
  const selection = root.getSelection ? root.getSelection() : document.getSelection()
  if (!selection || selection.type !== 'Range') return false
  const { anchorNode, focusNode } = selection
  return (anchorNode !== null && element.contains(anchorNode)) || (focusNode !== null && element.contains(focusNode))
}
