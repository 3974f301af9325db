# Completion of banyun(1) for bash. It knows nothing by itself: commands, options and what they
# take are read from `banyun --help`, so that it always fits the banyun that is installed.

# What the command says of itself, asked for once in a shell: in _banyun_told.
_banyun_ask() { # COMMAND
	if [[ ${_banyun_told_by-} != "$1" ]]; then
		_banyun_told=$(LC_ALL=C "$1" --help 2>/dev/null) || true
		_banyun_told_by=$1
	fi
}

# The words that may follow those of WORDS in the lines "  banyun NOUN VERB ARGUMENT"; one that
# ends in "..." follows itself.
_banyun_next() { # WORDS...
	awk -v given="$*" -v count="$#" '
		/^  banyun / {
			line = ""
			for (i = 2; i < count + 2; i++) line = line (i > 2 ? " " : "") $i
			if (line == given && NF >= count + 2) print $(count + 2)
			else if ($NF ~ /\.\.\.$/ && count > NF - 2 && index(given, $2 " " $3 " ") == 1)
				print $NF
		}' | sort -u
}

# The options of a command and those of every command, as the help has them: --name or --name=X.
_banyun_options() { # NOUN [VERB]
	awk -v noun="$1" -v verb="$2" '
		/^  banyun / { mine = $2 == noun && ($3 == verb || $3 !~ /^[a-z]/) }
		/^[^ ]/ { mine = /^With every command/ }
		mine && $1 ~ /^--/ { print $1 }'
}

# What the value of an option is called: FILE, NAME, ...
_banyun_value() { # OPTION NOUN [VERB]
	_banyun_options "$2" "$3" | sed -n "s/^$1=//p"
}

_banyun_offer() { # WORD CANDIDATES...
	local candidate
	COMPREPLY=()
	for candidate in "${@:2}"; do
		if [[ $candidate == "$1"* ]]; then
			COMPREPLY+=("$candidate")
		fi
	done
}

_banyun_files() { # WORD KIND
	case ${2%...} in
	FILE | CHECKPOINT | PATH) mapfile -t COMPREPLY < <(compgen -f -- "$1") ;;
	FOLDER) mapfile -t COMPREPLY < <(compgen -d -- "$1") ;;
	SIDE) _banyun_offer "$1" department cloud machine ;;
	DISPOSITION) _banyun_offer "$1" rehost replatform host interface consolidate site_consolidation retire \
		retain merged cancelled hosted retained interconnected ;;
	*) COMPREPLY=() ;;
	esac
	compopt -o filenames 2>/dev/null || true # there is none outside of a completion
}

_banyun() {
	local words=() word current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} i
	_banyun_ask "${COMP_WORDS[0]}"
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		[[ $word == -* || $word == = || ${COMP_WORDS[i - 1]} == = ]] || words+=("$word")
	done
	local noun=${words[0]-} verb=${words[1]-}

	if [[ $current == = || $before == = ]]; then
		local option=${COMP_WORDS[COMP_CWORD - 1]}
		if [[ $before == = ]]; then
			option=${COMP_WORDS[COMP_CWORD - 2]}
		else
			current=
		fi
		_banyun_files "$current" "$(_banyun_value "$option" "$noun" "$verb" <<<"$_banyun_told")"
	elif [[ $current == -* ]]; then
		mapfile -t words < <(_banyun_options "$noun" "$verb" <<<"$_banyun_told" | sed 's/=.*/=/')
		_banyun_offer "$current" "${words[@]}"
		if [[ ${COMPREPLY[0]-} == *= ]]; then
			compopt -o nospace 2>/dev/null || true
		fi
	else
		mapfile -t words < <(_banyun_next "${words[@]}" <<<"$_banyun_told")
		if [[ ${words[0]-} == [[:upper:][]* ]]; then
			_banyun_files "$current" "${words[0]}"
		else
			_banyun_offer "$current" "${words[@]}"
		fi
	fi
}

complete -F _banyun banyun
