/* How good a result of the search is: a page that argues comes before a list, and a list before a function. */
var Scorer = {
  score: ([page, , , , found]) => {
    if (/^(index$|chapters\/|parts\/)/.test(page)) return found + 40;
    if (/^reference\/api/.test(page)) return found / 20;
    return found + 5;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
