// Places in the text. The browser counts UTF-16 units, the database Unicode code points: an emoji is two of the one and
// one of the other.

const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

export function codePoints(text) {
  const pairs = text.match(PAIR);
  return text.length - (pairs ? pairs.length : 0);
}

// The units before a point of the document, which may lie in an element as well as in a text.
export function unitsBefore(root, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(root);
  range.setEnd(node, offset);
  return range.toString().length;
}

function pointAt(root, units) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = units;
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) {
      return [node, left];
    }
    left -= node.length;
    last = node;
  }
  return last ? [last, last.length] : [root, 0];
}

export function select(root, start, end) {
  const [startNode, startOffset] = pointAt(root, start);
  const [endNode, endOffset] = pointAt(root, end);
  const selection = window.getSelection();
  selection.setBaseAndExtent(startNode, startOffset, endNode, endOffset);
  return selection.getRangeAt(0);
}
