# Sourced by ./laptime and ./test: finds what is missing on a Debian or Ubuntu machine and installs it where it may.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# The SDK needs ICU unless told otherwise; nothing here depends on a culture.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

say() { printf 'laptime: %s\n' "$*" >&2; }

# Prints the directory of a .NET that has an SDK 10; fails if there is none.
find_dotnet() {
  local root
  for root in "${DOTNET_ROOT:-}" "$(dirname "$(readlink -f "$(command -v dotnet || true)")")" \
    "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    if [ -x "$root/dotnet" ] && compgen -G "$root/sdk/10.*" >/dev/null; then
      printf '%s\n' "$root"
      return
    fi
  done
  return 1
}

# Puts the .NET found on PATH, for this process and what it starts.
use_dotnet() {
  DOTNET_ROOT=$(find_dotnet) || return
  export DOTNET_ROOT PATH="$DOTNET_ROOT:$PATH"
}

# A libtorch with headers: named by the user, of the python3 on PATH, of conda, of the system.
has_libtorch() {
  [ -n "${LAPTIME_LIBTORCH:-}" ] && return
  [ -e /usr/include/torch/extension.h ] || [ -e /usr/include/torch/csrc/api/include/torch/torch.h ] && return
  local python
  for python in "${LAPTIME_PYTHON:-python3}" "${CONDA_PREFIX:-/nonexistent}/bin/python3"; do
    "$python" - >/dev/null 2>&1 <<'PY' && return
import importlib.util, os, sys
torch = importlib.util.find_spec("torch")
sys.exit(not (torch and os.path.isdir(os.path.join(torch.submodule_search_locations[0], "include"))))
PY
  done
  return 1
}

# Whether the loader knows a library, by the beginning of its name. grep reads to the end: with pipefail, a writer that
# is cut off counts as a failure.
has_library() { PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep "^[[:space:]]$1" >/dev/null; }

# Whether apt knows a package that can be installed.
apt_offers() { apt-cache policy "$1" 2>/dev/null | grep 'Candidate: [0-9]' >/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

# require LOG PACKAGE…: installs the packages and .NET if it is missing, or prints the one command that does and fails.
require() {
  local log=$1 has_dotnet=true
  shift
  local packages=("$@") commands=()
  if ! use_dotnet; then
    has_dotnet=false
    may_install && ! apt_offers dotnet-sdk-10.0 && as_root apt-get update >>"$log" 2>&1
    if apt_offers dotnet-sdk-10.0; then
      packages+=(dotnet-sdk-10.0)
      has_dotnet=apt
    else
      command -v curl >/dev/null || packages+=(curl ca-certificates)
    fi
  fi
  if [ ${#packages[@]} -gt 0 ] && may_install && [ "$has_dotnet" != false ]; then
    say "installing ${packages[*]}"
    if install_packages "${packages[@]}" >>"$log" 2>&1 && use_dotnet; then
      return
    fi
    tail -n 5 "$log" >&2
  fi
  [ ${#packages[@]} -gt 0 ] && commands+=("$(sudo_prefix)apt-get install -y ${packages[*]}")
  [ "$has_dotnet" = false ] && commands+=("curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0")
  [ ${#commands[@]} -eq 0 ] && return
  say "something is missing. Run this, then try again:"
  printf '  %s\n' "${commands[0]}${commands[1]:+ && ${commands[1]}}" >&2
  return 1
}

install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" && return
  # The lists may be missing or old.
  as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

sudo_prefix() { [ "$(id -u)" = 0 ] || printf 'sudo '; }
