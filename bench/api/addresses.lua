-- Asks for one of several addresses at random; arguments are a pattern, the number of claims and a header, if any.
local pattern, claims

function init(arguments)
  pattern, claims = arguments[1], tonumber(arguments[2])
  for place = 3, #arguments do
    local name, value = arguments[place]:match("^([^:]+): (.*)$")
    wrk.headers[name] = value
  end
  math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16) % 2147483647)
end

function request()
  local path = pattern:gsub("{claim}", math.random(0, claims - 1))
  return wrk.format("GET", path)
end
