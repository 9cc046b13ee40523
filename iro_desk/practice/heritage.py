"""The names that invented families bear, beside the return's code for where they come from. Nobody bears them here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heritage:
    """A family's background: the return's ETHNIC code, and the names that go with it, parted by blanks."""

    code: str
    girls: str
    boys: str
    surnames: str


BRITISH_GIRLS = (
    "Amelia Poppy Ellie-Mae Chloe Grace Daisy Skye Freya Evie Lacey Megan Ruby Lily-Rose Jessica Summer Holly Georgia "
    "Millie Scarlett Paige Imogen Bethany Matilda Harriet Alice Robyn Tilly Keira"
)
BRITISH_BOYS = (
    "Alfie Harvey Jayden Tyler Connor Jack Riley Leo Kian Archie Lewis Mason Bradley Oscar Toby Callum Finley Logan "
    "Reece Samuel Dexter Jake Owen Ashton Frederick Joshua Rhys Theodore"
)
BRITISH = Heritage(
    "WBRI",
    BRITISH_GIRLS,
    BRITISH_BOYS,
    "Fletcher Brooks Hartley Marsden Pritchard Cartwright Tolley Whitlock Barnes Denham Haywood Sutcliffe Rudd Kirkby "
    "Mellor Ashworth Penrose Garside Bramley Stubbs Lockwood Turnbull Oakden Farrow Winslade Coates Thornley Beckett "
    "Dunmore Selby Hibbert Rowley Clegg Naylor",
)
IRISH = Heritage(
    "WIRI",
    "Niamh Aoife Saoirse Orla Ciara Sinead",
    "Cillian Oisin Declan Fionn Eoin Cormac",
    "O’Connor Doyle Brennan Gallagher",
)
TRAVELLER = Heritage(
    "WIRT",
    "Mary-Kate Margaret Bridget Shannon Noreen",
    "Paddy Martin Michael-John Simey Miley",
    "Connors Delaney Joyce",
)
ROMA = Heritage("WROM", "Denisa Rebeca Samanta Alina", "Ionut Marian Erik Florin", "Lakatos Rostas Ciurar")
POLISH = Heritage("WOTH", "Zuzanna Oliwia Hanna Maja", "Kacper Jakub Filip Szymon", "Nowak Wrona Sikora")
ROMANIAN = Heritage("WOTH", "Andreea Ioana Bianca", "Razvan Matei Stefan", "Munteanu Dobre")
WHITE_CARIBBEAN = Heritage(
    "MWBC",
    "Keisha Jade Tiana Amber Leah Aaliyah Renee",
    "Kai Tyrese Jordan Zion Marley Levi Isaac",
    "Campbell Bennett Grant Palmer Francis Ellis",
)
WHITE_AFRICAN = Heritage(
    "MWBA", "Zara Imani Naomi Esme Ada", "Elijah Kofi Nathaniel Jude Caleb", "Mensah Taylor Banda Cole Osei"
)
WHITE_ASIAN = Heritage("MWAS", "Maya Leila Anya Sofia", "Zain Rohan Adam Rafi", "Khan Sharma Hughes Malik")
MIXED = Heritage("MOTH", "Mei-Lin Luna Talia", "Kenji Mateo Rafael", "Silva Tanaka Harris")
INDIAN = Heritage(
    "AIND", "Priya Simran Anjali Jasleen Diya", "Arjun Gurpreet Vikram Harjit Nikhil", "Nair Gill Patel Dhaliwal"
)
PAKISTANI = Heritage(
    "APKN",
    "Aisha Zainab Hira Maryam Iqra Sana",
    "Hamza Bilal Usman Ibrahim Danyal Haris",
    "Hussain Mahmood Akhtar Butt Raja",
)
BANGLADESHI = Heritage(
    "ABAN", "Nusrat Tahmina Sumaya Rupa Farzana", "Tanvir Rahim Sajid Mahin Nazmul", "Begum Miah Chowdhury Uddin"
)
CARIBBEAN = Heritage(
    "BCRB",
    "Shanice Destiny Kadisha Aaliyah Monique",
    "Tremaine Andre Jermaine Malachi Deshawn",
    "Gordon Reid Clarke Pinnock",
)
NIGERIAN = Heritage(
    "BAFR",
    "Temilola Chiamaka Adaeze Folake Blessing",
    "Oluwaseun Chidi Emeka Tobi Kelechi",
    "Okafor Adebayo Nwosu Balogun",
)
GHANAIAN = Heritage("BAFR", "Akosua Abena Efua", "Kwame Yaw Kojo", "Boateng Asante Owusu")
SOMALI = Heritage("BAFR", "Hodan Ayaan Ifrah Sahra", "Abdirahman Liban Mahad Zakariya", "Warsame Abdi Jama Farah")
CONGOLESE = Heritage("BAFR", "Grâce Merveille Divine", "Exaucé Christian Jérémie", "Kabongo Mbuyi")
CHINESE = Heritage("CHNE", "Xinyi Yuhan Jiaqi", "Haoyu Zihan Ming", "Chen Zhou")
ARAB = Heritage("OOTH", "Layla Nour Rima Yasmin", "Omar Tariq Karim Yousef", "Haddad Al-Masri Saleh Mansour")
TURKISH = Heritage("OOTH", "Elif Zeynep Defne", "Dilan Emre Baran", "Kaya Yildiz")
AFGHAN = Heritage(
    "AOTH",
    "Zohra Shabnam",
    "Najibullah Farhad Zabihullah Esmatullah Mirwais Samiullah",
    "Ahmadzai Stanekzai Rahimi Noori Safi Hotak",
)
ERITREAN = Heritage(
    "BAFR", "Selam Feven Luwam Rahwa", "Filmon Yonas Samuel Robel Kibrom", "Tesfay Ghebremedhin Haile Berhane"
)
SUDANESE = Heritage("BAFR", "Amna Hiba", "Mohamed Adam Abdelaziz Musa", "Abakar Ishaq Eltayeb")
VIETNAMESE = Heritage("AOTH", "Linh Thao", "Minh Duc Tuan", "Nguyen Tran Pham")
ALBANIAN = Heritage("WOTH", "Arta", "Ardit Klevis Erjon", "Hoxha Gjoka Prifti")
KURDISH = Heritage("OOTH", "Shilan", "Rebin Karwan Aram", "Ahmed Rashid Karim")

ALONE = (AFGHAN, ERITREAN, SUDANESE, AFGHAN, VIETNAMESE, KURDISH, ALBANIAN, ERITREAN, AFGHAN, SUDANESE, VIETNAMESE)
"""Where unaccompanied young people come from, in the order in which they are dealt."""
FAMILIES = (
    *(BRITISH,) * 52,
    *(IRISH,) * 3,
    *(TRAVELLER,) * 3,
    *(ROMA,) * 3,
    *(POLISH,) * 2,
    *(ROMANIAN,) * 2,
    *(WHITE_CARIBBEAN,) * 6,
    *(WHITE_AFRICAN,) * 4,
    *(WHITE_ASIAN,) * 4,
    *(MIXED,) * 2,
    *(INDIAN,) * 2,
    *(PAKISTANI,) * 5,
    *(BANGLADESHI,) * 3,
    *(CARIBBEAN,) * 4,
    *(NIGERIAN,) * 3,
    *(GHANAIAN,) * 2,
    *(SOMALI,) * 3,
    CONGOLESE,
    *(CHINESE,) * 2,
    *(ARAB,) * 3,
    TURKISH,
)
"""The families of one council, by their share."""
KNOWN_AS = {
    "Abdirahman": "Abdi",
    "Oluwaseun": "Seun",
    "Temilola": "Temi",
    "Chiamaka": "Amaka",
    "Ellie-Mae": "Ellie",
    "Frederick": "Freddie",
    "Theodore": "Teddy",
    "Nathaniel": "Nate",
    "Najibullah": "Najib",
    "Zabihullah": "Zabi",
    "Matilda": "Tilly",
    "Michael-John": "Mikey",
    "Samuel": "Sam",
    "Joshua": "Josh",
    "Zuzanna": "Zuzia",
    "Lily-Rose": "Lily",
    "Bethany": "Beth",
    "Mohamed": "Mo",
}
"""What some are called by everybody, instead of their first name."""
