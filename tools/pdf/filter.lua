-- What pandoc's typst writer does not know. Headings, boxes, notes and charts become calls of functions in book.typ.

local function typst(blocks)
  return (pandoc.write(pandoc.Pandoc(blocks), "typst-smart", PANDOC_WRITER_OPTIONS):gsub("%s+$", ""))
end

local function inline(inlines)
  return typst({ pandoc.Plain(inlines) })
end

local function text(words)
  return '"' .. words:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function label(id)
  return id ~= "" and " #label(" .. text(id) .. ")" or ""
end

local function block(code)
  return pandoc.RawBlock("typst", code)
end

local function raw(code)
  return pandoc.RawInline("typst", code)
end

-- A call whose content pandoc writes itself, when it writes everything.
local function around(before, content, after)
  content:insert(1, before)
  content:insert(after)
  return content
end

function Header(h)
  local number = h.attributes.number
  local numbering = number and ", numbering: (..) => " .. text(number) or ""
  return block("#[#heading(level: " .. (h.level + 1) .. numbering .. ")[" .. inline(h.content) .. "]" .. label(h.identifier) .. "]")
end

local function formula_of(tex, kind)
  return inline({ pandoc.Math(kind, tex) })
end

-- pandoc loses the brace of cases: its rows are set one by one.
local function with_cases(tex)
  local before, rows, after = tex:gsub("\\%a+{aligned}", ""):match("^(.-)\\begin{cases}(.-)\\end{cases}(.-)$")
  if not rows then return nil end
  local function set(part)
    if part:match("^%s*$") then return "" end
    return "#" .. formula_of(part, "InlineMath") .. ".body"
  end
  local list = {}
  for row in (rows .. "\\\\"):gmatch("(.-)\\\\") do
    table.insert(list, set(row))
  end
  return "$ " .. set(before) .. " cases(" .. table.concat(list, ", ") .. ") " .. set(after) .. " $"
end

-- A formula is read aloud as it was written, in TeX.
function Math(m)
  local alt = m.text:gsub("%s+", " ")
  local set = with_cases(m.text) or inline({ m })
  if set:sub(1, 1) ~= "$" then return nil end -- what pandoc cannot read, which it says
  return raw("#math.equation(block: " .. tostring(m.mathtype == "DisplayMath") .. ", alt: " .. text(alt) .. ", " .. set .. ".body)")
end

local function formula(d)
  local found
  d:walk({ RawInline = function(m) if m.text:find("^#math.equation") then found = m end end })
  if not found then return nil end
  local number = d.attributes.number or ""
  local set = found.text:gsub("block: false", "block: true", 1):gsub("^#", "")
  return block("#formula(" .. (number ~= "" and text(number) or "none") .. ", " .. set .. ")" .. label(d.identifier))
end

function Div(d)
  if d.classes:includes("math") then return formula(d) end
  if d.classes:includes("box") then
    local kind, title = d.attributes["box-kind"] or "note", d.attributes["box-title"] or ""
    return around(block("#box-with-title(" .. text(title) .. ", kind: " .. text(kind) .. ")["), d.content, block("]"))
  end
  if d.classes:includes("citation") then
    return block("#entry(" .. text(d.identifier) .. ")[" .. typst(d.content) .. "]" .. label(d.identifier))
  end
  if d.attributes.call then
    return around(block("#" .. d.attributes.call .. "["), d.content, block("]" .. label(d.identifier)))
  end
  return d.content
end

function Span(s)
  if s.classes:includes("footnote") then return around(raw("#footnote["), s.content, raw("];")) end
  if s.classes:includes("caption-number") then return nil end
  if s.attributes.call then return around(raw("#" .. s.attributes.call .. "["), s.content, raw("];")) end
  return s.content
end

function Link(l)
  if l.target:sub(1, 1) ~= "#" then return nil end
  local call = l.classes:includes("cited") and "cited" or "to"
  return around(raw("#" .. call .. "(" .. text(l.target:sub(2)) .. ")["), l.content, raw("];"))
end

function Image(i)
  local alt = pandoc.utils.stringify(i.caption)
  if alt == "" then alt = i.attributes.alt or "" end
  local width = i.attributes.points or "100%"
  return raw("#image(" .. text(i.src) .. ", width: " .. width .. ", alt: " .. text(alt) .. ")")
end

-- What the lists of figures and tables say: the number and the first bold words of the caption, or its first sentence.
local function listed(kind, caption)
  local number, words
  caption:walk({
    Span = function(s) if s.classes:includes("caption-number") then number = pandoc.utils.stringify(s) end end,
    Strong = function(s) words = words or pandoc.utils.stringify(s) end,
  })
  local all = pandoc.utils.stringify(caption)
  if number then all = all:sub(#number + 1) end
  words = words or all:match("^(.-%.)%s") or all
  return "#listed(" .. text(kind) .. ", " .. text(number or "") .. ", " .. text(words) .. ")\n"
end

-- The number of a figure or a table stands out from the words of its caption.
local function numbered(caption)
  return caption:walk({
    Span = function(s)
      if s.classes:includes("caption-number") then return raw("#caption-number[" .. inline(s.content) .. "] ") end
    end,
  })
end

function Figure(f)
  local caption = pandoc.Blocks(f.caption.long)
  return block("#figure(align(left, wide[" .. listed("figure", caption) .. typst(f.content) .. "]), kind: image, placement: auto, caption: ["
    .. typst(numbered(caption)) .. "])" .. label(f.identifier))
end

-- A table knows how its columns share the width, whether it reaches into the margin, and whether it stays in one piece.
function Table(t)
  local how = t.attributes
  local wide, whole, columns = how.wide, how.whole, how.columns
  local id = t.identifier
  t.attr = pandoc.Attr()
  local caption = pandoc.Blocks(t.caption.long)
  t.caption.long = {}
  local set = typst({ t }):gsub("#figure%(%s*align%(center%)%[#table%(", "#table("):gsub("%)%]%s*,%s*kind: table%s*%)$", ")")
  if columns then set = set:gsub("columns: %b()", "columns: (" .. columns .. ")", 1):gsub("columns: %d+", "columns: (" .. columns .. ")", 1) end
  set = (wide and "wide" or "") .. "[\n" .. set .. "\n]"
  if #caption == 0 then return block((whole and "" or "#room\n") .. "#bare-table(whole: " .. tostring(whole ~= nil) .. ", " .. set .. ")") end
  return block((whole and "" or "#room\n") .. "#numbered-table(whole: " .. tostring(whole ~= nil) .. ", [" .. listed("table", caption) .. typst(numbered(caption))
    .. "], " .. set .. ")" .. label(id))
end
